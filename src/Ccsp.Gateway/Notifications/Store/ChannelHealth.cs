namespace Ccsp.Gateway.Notifications.Store;

/// <summary>How a channel does.</summary>
/// <param name="SuccessAt">When it last took something.</param>
/// <param name="ErrorAt">When it last failed.</param>
/// <param name="Error">Why; null once it works again.</param>
/// <param name="PausedUntil">The peer asked for patience.</param>
/// <param name="Waiting">Notifications that wait or are being sent.</param>
/// <param name="Dead">Given up and still kept.</param>
/// <param name="Refused">Notices there was no room for.</param>
internal sealed record ChannelHealth(
    string Name, DateTimeOffset? SuccessAt, DateTimeOffset? ErrorAt, string? Error, DateTimeOffset? PausedUntil, int Waiting, int Dead,
    int Refused)
{
    /// <summary>Of one that was never used.</summary>
    public static ChannelHealth None(string channel) => new(channel, null, null, null, null, 0, 0, 0);
}
