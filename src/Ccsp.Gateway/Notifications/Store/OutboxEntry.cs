using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>One notification for one channel.</summary>
internal sealed record OutboxEntry
{
    /// <summary>0 for one that is not stored.</summary>
    public long Id { get; init; }

    public required string Channel { get; init; }

    public required Notice Notice { get; init; }

    public NotificationState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>Tries that were begun. While one is sent it counts: 2 and more means that the peer may have it already.</summary>
    public int Tries { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public string? Error { get; init; }
}

/// <summary>Newest first.</summary>
/// <param name="State">Only in this state; null: all.</param>
/// <param name="Channel">Only of this channel; null: all.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Before">Only ids below; null: from the newest.</param>
internal sealed record OutboxFilter(NotificationState? State, string? Channel, int Limit, long? Before);

/// <summary>How a channel does.</summary>
/// <param name="Name">The channel.</param>
/// <param name="SuccessAt">When it last took something.</param>
/// <param name="ErrorAt">When it last failed.</param>
/// <param name="Error">Why; null once it works again.</param>
/// <param name="PausedUntil">The peer asked for patience.</param>
/// <param name="Waiting">Notifications that wait or are being sent.</param>
/// <param name="Dead">Given up and still kept.</param>
/// <param name="Refused">Notices there was no room for.</param>
internal sealed record ChannelHealth(
    string Name, DateTimeOffset? SuccessAt, DateTimeOffset? ErrorAt, string? Error, DateTimeOffset? PausedUntil, int Waiting, int Dead, int Refused)
{
    /// <summary>Of one that was never used.</summary>
    public static ChannelHealth None(string channel) => new(channel, null, null, null, null, 0, 0, 0);
}
