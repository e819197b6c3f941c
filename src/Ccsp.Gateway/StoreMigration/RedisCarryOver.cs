using System.Text.Json;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Converts what earlier versions kept in a shared store into records. Costs one read each when nothing is left.</summary>
internal static class RedisCarryOver
{
    public static async Task RunAsync(RedisLink link, QueueKeys keys, RedisRecordBackend records, CancellationToken cancellationToken)
    {
        await records.CarryOverAsync(keys.Beside("sessions"), TakeLoginAsync, cancellationToken);
        await records.CarryOverAsync(keys.Beside("notify:issues"), TakeIssueAsync, cancellationToken);
        // The counter first, so that no number is issued twice.
        await records.CarryOverAsync(keys.Beside("notify:meta"), TakeNumberAsync, cancellationToken);
        await records.CarryOverAsync(keys.Beside("notify:channels"), TakeChannelAsync, cancellationToken);
        await records.CarryOverAsync(keys.Beside("notify:topics"), TakeTopicAsync, cancellationToken);
        await records.CarryOverAsync(keys.Beside("notify:live"), TakeEntryAsync, cancellationToken);
        await records.CarryOverAsync(keys.Beside("notify:done"), TakeEntryAsync, cancellationToken);
        // The keys of instances stay where they are, for those of the version before that still run; each publishes its own at its start.
        RedisKey[] derived =
            [keys.Beside("notify:known"), keys.Beside("notify:topictimes"), keys.Beside("notify:donetimes"), keys.Beside("notify:number")];
        await link.ReadAsync(db => db.KeyDeleteAsync(derived), cancellationToken);
    }

    /// <summary>A field for each profile, and one for how far the events were looked at.</summary>
    private static async ValueTask TakeLoginAsync(IRecordTransaction step, HashEntry field)
    {
        var json = (byte[])field.Value!;
        if (field.Name == "cursor")
        {
            await PutAsync(step, LoginRecords.Reader, JsonSerializer.Deserialize(json, LoginStateJson.Default.Int64));
            return;
        }

        await step.FindAsync(LoginRecords.States, field.Name!);
        step.Put(LoginRecords.States, JsonSerializer.Deserialize(json, LoginStateJson.Default.LoginState)!);
    }

    private static async ValueTask TakeIssueAsync(IRecordTransaction step, HashEntry field)
    {
        await step.FindAsync(GithubRecords.Issues, field.Name!);
        step.Put(GithubRecords.Issues, JsonSerializer.Deserialize((byte[])field.Value!, GithubRecordsJson.Default.TrackedIssue)!);
    }

    /// <summary>The last event that was routed, and the last number given.</summary>
    private static async ValueTask TakeNumberAsync(IRecordTransaction step, HashEntry field)
    {
        if (field.Name == "cursor")
        {
            await PutAsync(step, OutboxRecords.Reader, (long)field.Value);
            return;
        }

        await step.FindAsync(OutboxRecords.Numbers, OutboxNumbers.Key);
        step.Put(OutboxRecords.Numbers, new OutboxNumbers((long)field.Value));
    }

    private static async ValueTask TakeChannelAsync(IRecordTransaction step, HashEntry field)
    {
        var channel = JsonSerializer.Deserialize((byte[])field.Value!, FormerOutboxJson.Default.FormerChannel)!;
        await step.FindAsync(OutboxRecords.Channels, field.Name!);
        step.Put(OutboxRecords.Channels, channel.Named(field.Name!));
    }

    /// <summary>Channel and topic stand in the name.</summary>
    private static async ValueTask TakeTopicAsync(IRecordTransaction step, HashEntry field)
    {
        var names = ((string)field.Name!).Split('\n', 2);
        var state = JsonSerializer.Deserialize((byte[])field.Value!, FormerOutboxJson.Default.TopicState)!;
        await step.FindAsync(OutboxRecords.Topics, OutboxRecords.Pair(names[0], names[1]));
        step.Put(OutboxRecords.Topics, new StoredTopic(names[0], names[1], state));
    }

    private static async ValueTask TakeEntryAsync(IRecordTransaction step, HashEntry field)
    {
        var entry = JsonSerializer.Deserialize((byte[])field.Value!, OutboxRecordsJson.Default.OutboxEntry)!;
        await step.FindAsync(OutboxRecords.Entries, OutboxRecords.KeyOf(entry.Id));
        step.Put(OutboxRecords.Entries, entry);
        if (await step.FindAsync(OutboxRecords.Channels, entry.Channel) is null)
            step.Put(OutboxRecords.Channels, new StoredChannel(entry.Channel));
    }

    private static async ValueTask PutAsync(IRecordTransaction step, string reader, long seq)
    {
        await step.FindAsync(EventCursor.Kind, reader);
        step.Put(EventCursor.Kind, new EventCursor(reader, seq));
    }
}
