using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>Reads stored events after a number, in order.</summary>
internal delegate Task<IReadOnlyList<StoredEvent>> ReadEvents(long after, int limit, CancellationToken cancellationToken);
