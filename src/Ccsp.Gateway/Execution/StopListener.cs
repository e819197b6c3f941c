using Ccsp.Contracts;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Execution;

/// <summary>Brings a stop at once when it was asked through this process; the heartbeat brings it at the latest.</summary>
internal sealed partial class StopListener(EventHub hub, HeartbeatDuty heartbeat, TimeProvider time, ILogger<StopListener> log)
{
    private static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal) { EventTypes.TaskStopping, EventTypes.EmergencyStop };

    public async Task RunAsync(CancellationToken stop)
    {
        using var stops = hub.SubscribeWakeUps(Types);
        await foreach (var _ in stops.Events.ReadAllAsync(stop))
            await BeatAsync(stop);
    }

    /// <summary>A store in trouble must not end the listening: the next stop would be brought by the heartbeat only.</summary>
    private async Task BeatAsync(CancellationToken stop)
    {
        try
        {
            await heartbeat.RunOnceAsync(time.GetUtcNow(), stop);
        }
        catch (Exception ex) when (!stop.IsCancellationRequested)
        {
            Log.NotBrought(log, ex.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A stop is brought by the next heartbeat: the store did not answer now ({Reason})")]
        public static partial void NotBrought(ILogger log, string reason);
    }
}
