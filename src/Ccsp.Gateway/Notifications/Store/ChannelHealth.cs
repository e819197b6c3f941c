namespace Ccsp.Gateway.Notifications.Store;

/// <summary>A channel's health.</summary>
/// <param name="SuccessAt">Last success.</param>
/// <param name="ErrorAt">Last failure.</param>
/// <param name="Error">Its reason; null once the channel works again.</param>
/// <param name="PausedUntil">Until when the peer asked to wait.</param>
/// <param name="Waiting">Notifications that are waiting or being sent.</param>
/// <param name="Dead">Given up and still kept.</param>
/// <param name="Refused">Notices refused because the outbox was full.</param>
internal sealed record ChannelHealth(
    string Name, DateTimeOffset? SuccessAt, DateTimeOffset? ErrorAt, string? Error, DateTimeOffset? PausedUntil, int Waiting, int Dead,
    int Refused)
{
    /// <summary>The health of an unused channel.</summary>
    public static ChannelHealth None(string channel) => new(channel, null, null, null, null, 0, 0, 0);
}
