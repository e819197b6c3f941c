namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>What the outbox knows beside its entries. Times are whole milliseconds; lists are in the order of their names.</summary>
/// <param name="Cursor">The last event that was routed.</param>
/// <param name="LastId">The last number an entry was given.</param>
internal sealed record ChannelState(long Cursor, long LastId)
{
    public required IReadOnlyList<MovedTopic> Topics { get; init; }

    public required IReadOnlyList<MovedChannel> Channels { get; init; }
}
