using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications.Delivery;

/// <summary>A way to notify people.</summary>
internal interface IChannel
{
    /// <summary>One of <see cref="ChannelNames"/>.</summary>
    string Name { get; }

    /// <summary>Sends at a time.</summary>
    int Concurrency { get; }

    /// <summary>Sends one notification. From its second try on the peer may have it already; then it is looked up, or sent so that the peer
    /// can tell.</summary>
    /// <exception cref="PeerFailure">It was not taken.</exception>
    Task<DeliveryOutcome.Sent> SendAsync(OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken);
}
