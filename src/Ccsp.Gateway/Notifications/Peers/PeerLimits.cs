namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>Time limits for a peer.</summary>
/// <param name="Connect">For connecting.</param>
/// <param name="Total">From the first byte sent to the last byte read.</param>
internal sealed record PeerLimits(TimeSpan Connect, TimeSpan Total)
{
    /// <summary>Bytes read of an answer; the rest is skipped.</summary>
    public const int AnswerBytes = 64 * 1024;

    public static PeerLimits Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
}
