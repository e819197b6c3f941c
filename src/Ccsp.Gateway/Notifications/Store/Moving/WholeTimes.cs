using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store.Redis;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>Cuts times as one of the stores does, so that both read the same.</summary>
internal static class WholeTimes
{
    public static OutboxEntry Whole(this OutboxEntry entry) => entry with
    {
        Notice = entry.Notice with { At = Cut(entry.Notice.At) },
        CreatedAt = Cut(entry.CreatedAt),
        DueAt = Cut(entry.DueAt),
        DoneAt = Cut(entry.DoneAt),
    };

    public static TopicState Whole(this TopicState state) => state with { At = Cut(state.At) };

    public static ChannelRow Whole(this ChannelRow row) =>
        row with { SuccessAt = Cut(row.SuccessAt), ErrorAt = Cut(row.ErrorAt), PausedUntil = Cut(row.PausedUntil) };

    private static DateTimeOffset Cut(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static DateTimeOffset? Cut(DateTimeOffset? time) => time is { } known ? Cut(known) : null;
}
