using Ccsp.Contracts;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Execution;

/// <summary>Brings a stop at once when it was asked through this process; the heartbeat brings it at the latest.</summary>
internal sealed class StopListener(EventHub hub, HeartbeatDuty heartbeat, TimeProvider time)
{
    private static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal) { EventTypes.TaskStopping, EventTypes.EmergencyStop };

    public async Task RunAsync(CancellationToken stop)
    {
        using var stops = hub.SubscribeWakeUps(Types);
        await foreach (var _ in stops.Events.ReadAllAsync(stop))
            await heartbeat.RunOnceAsync(time.GetUtcNow(), stop);
    }
}
