namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>A peer did not accept a notification. The message names the host and never a path or secret.</summary>
/// <param name="notBefore">Set when the peer accepted nothing and asked to wait.</param>
internal sealed class PeerFailure(string message, DateTimeOffset? notBefore = null, Exception? cause = null,
    PeerFault fault = PeerFault.Transient) : Exception(message, cause)
{
    public DateTimeOffset? NotBefore { get; } = notBefore;

    public PeerFault Fault { get; } = fault;

    /// <summary>Recipients that still lack it, where others have it; null: all.</summary>
    public IReadOnlyList<string>? Remaining { get; init; }
}
