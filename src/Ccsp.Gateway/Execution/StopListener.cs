using Ccsp.Contracts;
using Ccsp.Gateway.Events;

namespace Ccsp.Gateway.Execution;

/// <summary>Delivers a stop at once when requested through this process; the heartbeat is the fallback.</summary>
internal sealed partial class StopListener(EventHub hub, HeartbeatDuty heartbeat, TimeProvider time, ILogger<StopListener> log)
{
    private static readonly IReadOnlySet<string> Types =
        new HashSet<string>(StringComparer.Ordinal) { EventTypes.TaskStopping, EventTypes.EmergencyStop };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stops = hub.SubscribeWakeUps(Types);
        await foreach (var _ in stops.Events.ReadAllAsync(cancellationToken))
            await BeatAsync(cancellationToken);
    }

    /// <summary>A failing store must not end listening; only the heartbeat would deliver the next stop.</summary>
    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await heartbeat.RunOnceAsync(time.GetUtcNow(), cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotBrought(log, ex.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "A stop is brought by the next heartbeat: the store did not answer now ({Reason})")]
        public static partial void NotBrought(ILogger log, string reason);
    }
}
