using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>Records of the notifications: an entry per notice and channel, and per channel its topics and health.</summary>
internal static class OutboxRecords
{
    public const string Reader = "notifications";

    /// <summary>Longest name in an index; longer ones end with their hash.</summary>
    private const int NameKept = 400;

    /// <summary>Waiting and sending notifications of one channel, by number.</summary>
    public static RecordIndex<OutboxEntry> Open { get; } = new("open", entry => IfOpen(entry, entry.Channel, entry.Id));

    /// <summary>The same for all channels together.</summary>
    public static RecordIndex<OutboxEntry> OpenOfAll { get; } = new("open-of-all", entry => IfOpen(entry, "", entry.Id));

    public static RecordIndex<OutboxEntry> OpenByTopic { get; } =
        new("topic", entry => IfOpen(entry, Pair(entry.Channel, entry.Notice.Topic), entry.Id));

    /// <summary>Waiting notifications of one channel, by due time.</summary>
    public static RecordIndex<OutboxEntry> Due { get; } = new("due", entry => entry.State == NotificationState.Waiting
        ? new IndexEntry(entry.Channel, entry.DueAt.ToUnixTimeMilliseconds())
        : null);

    /// <summary>Finished notifications, by time.</summary>
    public static RecordIndex<OutboxEntry> Done { get; } =
        new("done", entry => entry.DoneAt is { } at ? new IndexEntry("", at.ToUnixTimeMilliseconds()) : null);

    /// <summary>A notice is stored once per channel.</summary>
    public static RecordIndex<OutboxEntry> ByKey { get; } =
        new("key", entry => new IndexEntry(Pair(entry.Channel, entry.Notice.Key), entry.Id));

    public static RecordIndex<OutboxEntry> All { get; } = new("all", entry => new IndexEntry("", entry.Id));

    public static RecordIndex<OutboxEntry> ByState { get; } =
        new("state", entry => new IndexEntry(EnumNames<NotificationState>.Of(entry.State), entry.Id));

    public static RecordIndex<OutboxEntry> ByChannel { get; } = new("channel", entry => new IndexEntry(entry.Channel, entry.Id));

    public static RecordIndex<OutboxEntry> ByChannelAndState { get; } =
        new("channel-state", entry => new IndexEntry(Pair(entry.Channel, EnumNames<NotificationState>.Of(entry.State)), entry.Id));

    public static RecordKind<OutboxEntry> Entries { get; } =
        new("notification", OutboxRecordsJson.Default.OutboxEntry, entry => KeyOf(entry.Id),
            Open, OpenOfAll, OpenByTopic, Due, Done, ByKey, All, ByState, ByChannel, ByChannelAndState) { IsTakenWhenFull = true };

    public static RecordIndex<StoredTopic> TopicsByTime { get; } =
        new("time", topic => new IndexEntry("", topic.State.At.ToUnixTimeMilliseconds()));

    public static RecordKind<StoredTopic> Topics { get; } =
        new("notification-topic", OutboxRecordsJson.Default.StoredTopic, topic => Pair(topic.Channel, topic.Topic), TopicsByTime)
        {
            IsTakenWhenFull = true,
        };

    public static RecordKind<StoredChannel> Channels { get; } =
        new("notification-channel", OutboxRecordsJson.Default.StoredChannel, channel => channel.Name) { IsTakenWhenFull = true };

    public static RecordKind<OutboxNumbers> Numbers { get; } =
        new("notification-numbers", OutboxRecordsJson.Default.OutboxNumbers, _ => OutboxNumbers.Key) { IsTakenWhenFull = true };

    public static IReadOnlyList<IRecordKind> Kinds { get; } = [Entries, Topics, Channels, Numbers];

    /// <summary>Zero-padded to the width of the largest number, so that keys sort by number.</summary>
    public static string KeyOf(long id) => id.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>No channel name contains the separator.</summary>
    public static string Pair(string channel, string other)
    {
        var name = $"{channel} {other.ReplaceLineEndings(" ")}";
        return name.Length <= NameKept && name.Length == channel.Length + 1 + other.Length && !other.Contains('\n')
            ? name
            : $"{name[..Math.Min(name.Length, NameKept)]} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(other)))}";
    }

    private static IndexEntry? IfOpen(OutboxEntry entry, string partition, long order) =>
        entry.DoneAt is null ? new IndexEntry(partition, order) : null;
}
