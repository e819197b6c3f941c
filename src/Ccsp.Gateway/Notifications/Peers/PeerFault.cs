namespace Ccsp.Gateway.Notifications.Peers;

/// <summary>What a failure says about the next try.</summary>
internal enum PeerFault
{
    /// <summary>The network, or a peer that is busy or broken: it may succeed later.</summary>
    Transient,

    /// <summary>The peer refuses this notification and would refuse it again.</summary>
    Permanent,

    /// <summary>The peer refuses whatever these options send, until someone changes them or the peer.</summary>
    Configuration,
}
