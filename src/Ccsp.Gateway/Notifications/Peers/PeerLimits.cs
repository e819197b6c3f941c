namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>How much patience a peer gets.</summary>
/// <param name="Connect">To be reached.</param>
/// <param name="Total">From the first byte sent to the last byte read.</param>
internal sealed record PeerLimits(TimeSpan Connect, TimeSpan Total)
{
    /// <summary>Bytes of an answer that are read; the rest is not waited for.</summary>
    public const int AnswerBytes = 64 * 1024;

    public static PeerLimits Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
}
