using System.Text.Json;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Makes records of what earlier versions kept in a shared store in another form. Costs a read each where nothing is left of
/// it.</summary>
internal static class RedisCarryOver
{
    public static async Task RunAsync(RedisLink link, QueueKeys keys, RedisRecordBackend records, CancellationToken cancellationToken)
    {
        await records.CarryOverAsync(keys.Room("sessions"), TakeLoginAsync, cancellationToken);
        await records.CarryOverAsync(new OutboxKeys(new RedisRoom(link, "notify")).FormerIssues, TakeIssueAsync, cancellationToken);
    }

    /// <summary>A field for each profile, and one for how far the events were looked at.</summary>
    private static async ValueTask TakeLoginAsync(IRecordTransaction step, HashEntry field)
    {
        var json = (byte[])field.Value!;
        if (field.Name == "cursor")
        {
            await step.FindAsync(EventCursor.Kind, LoginRecords.Reader);
            var seq = JsonSerializer.Deserialize(json, LoginStateJson.Default.Int64);
            step.Put(EventCursor.Kind, new EventCursor(LoginRecords.Reader, seq));
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
}
