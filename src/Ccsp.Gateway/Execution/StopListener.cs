using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Delivers a stop as soon as its event arrives, whichever instance was asked. The heartbeat is the fallback for an event that was lost,
/// or that an older version wrote without the token.
/// </summary>
internal sealed partial class StopListener(EventHub hub, ActiveRuns runs, ILogger<StopListener> log)
{
    /// <summary>A slow moment must not lose the stops of a full machine.</summary>
    private const int Buffered = 4_096;

    private static readonly IReadOnlySet<string> Types =
        new HashSet<string>(StringComparer.Ordinal) { EventTypes.TaskStopping, EventTypes.EmergencyStop };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stops = hub.SubscribeTo(Types, Buffered);
        await foreach (var stored in stops.Events.ReadAllAsync(cancellationToken))
        {
            try
            {
                Deliver(stored);
            }
            catch (Exception ex) when (ex is JsonException or FormatException)
            {
                Log.Unreadable(log, stored.Seq, ex.Message);
            }
        }
    }

    private void Deliver(StoredEvent stored)
    {
        if (stored.TaskId is { } task)
        {
            if (JsonSerializer.Deserialize(stored.Data, FactJson.Default.FactData) is { StopReason: { } reason, Token: { } token } fact)
                runs.Stop(new StopOrder(task, LeaseToken.Parse(token), new StopRequest(reason, fact.Actor ?? "", stored.At)));
        }
        else if (JsonSerializer.Deserialize(stored.Data, EmergencyJson.Default.EmergencyState) is { Mode: EmergencyMode.Kill })
        {
            runs.Hurry();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "Event {Seq} asks for a stop and cannot be read ({Reason}); the next heartbeat delivers the stop")]
        public static partial void Unreadable(ILogger log, long seq, string reason);
    }
}
