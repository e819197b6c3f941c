namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>A peer did not take what it was sent. The message names the host and never the path or a secret.</summary>
/// <param name="notBefore">Set when the peer took nothing and asked for patience.</param>
internal sealed class PeerFailure(string message, DateTimeOffset? notBefore = null, Exception? cause = null) : Exception(message, cause)
{
    public DateTimeOffset? NotBefore { get; } = notBefore;
}
