using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;

namespace Ccsp.Tests.EmergencyStop;

/// <summary>Waits for an emergency stop that something else orders.</summary>
internal static class EmergencyListener
{
    private static readonly IReadOnlySet<string> Orders = new HashSet<string>(StringComparer.Ordinal) { EventTypes.EmergencyStop };

    public static async Task<EmergencyState> StandsAsync(ITaskStore store, EventHub hub, CancellationToken cancellationToken)
    {
        using var told = hub.SubscribeTo(Orders, capacity: 16);
        while (true)
        {
            // One that was ordered before is not told again.
            if (await store.EmergencyNowAsync(cancellationToken) is { Stands: true } stands)
                return stands;
            await told.Events.ReadAsync(cancellationToken);
        }
    }
}
