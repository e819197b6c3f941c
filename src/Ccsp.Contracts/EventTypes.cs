namespace Ccsp.Contracts;

/// <summary>The types of events.</summary>
public static class EventTypes
{
#pragma warning disable CS1591 // The names say it all.
    public const string TaskEnqueued = "task.enqueued";
    public const string TaskScheduled = "task.scheduled";
    public const string TaskReady = "task.ready";
    public const string TaskStarting = "task.starting";
    public const string TaskStarted = "task.started";
    public const string TaskOutput = "task.output";

    /// <summary>Not stored: the rest of a run's output is on another instance and currently unavailable.</summary>
    public const string TaskOutputMissing = "task.output_missing";
    public const string TaskRequeued = "task.requeued";
    public const string TaskPromoted = "task.promoted";
    public const string TaskChanged = "task.changed";
    public const string TaskStopping = "task.stopping";
    public const string TaskCompleted = "task.completed";
    public const string TaskFailed = "task.failed";
    public const string TaskCancelled = "task.cancelled";
    public const string TaskExpired = "task.expired";
    public const string GateClosed = "gate.closed";
    public const string GateOpened = "gate.opened";

    /// <summary>A gate's limit was set, lowered by throttling, or raised again, or its provider window changed.</summary>
    public const string GateChanged = "gate.changed";
    public const string SessionValid = "session.valid";
    public const string SessionTimeout = "session.timeout";
    public const string SessionRecovered = "session.recovered";
    public const string QueuePaused = "queue.paused";
    public const string QueueResumed = "queue.resumed";
    public const string EmergencyStop = "emergency.stop";

    /// <summary>The last run that an emergency stop waited for has ended.</summary>
    public const string EmergencyStopped = "emergency.stopped";
    public const string EmergencyCleared = "emergency.cleared";
    public const string InstanceJoined = "instance.joined";
    public const string InstanceLost = "instance.lost";
#pragma warning restore CS1591
}
