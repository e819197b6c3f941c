using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

/// <summary>
/// The fields that templates may name: the data of the events, which their features define. A test holds these lists to them.
/// </summary>
internal static class NoticeFields
{
    private static readonly string[] Always = ["type", "at", "instanceId"];

    private static readonly string[] Session = ["profile", "reason", "state"];

    private static readonly string[] Emergency =
    [
        "mode", "reason", "actor", "since", "raised.reason", "raised.actor", "raised.at", "stoppedAt", "clearedAt", "clearedBy",
    ];

    private static readonly string[] Gate =
    [
        "name", "limit", "rate.perMinute", "rate.burst", "arrivesAt", "headroom.normal", "headroom.low", "adaptive.current",
        "adaptive.ceiling", "adaptive.cutAt", "adaptive.limit", "setbacks.count", "setbacks.holds", "setbacks.at", "setbacks.until",
        "rampFrom", "narrowed.limit", "narrowed.until", "narrowed.reason", "closed", "closedUntil", "quietUntil", "reason",
        "actor", "since",
    ];

    private static readonly string[] Task =
    [
        "taskId", "from", "state", "priority", "effectivePriority", "group", "engine", "profile", "waitReason", "waitUntil", "failReason",
        "stopReason", "token", "actor", "reason", "conversationId", "startedAt", "pid", "ending.class", "ending.category",
        "ending.message", "ending.source", "ending.resetsAt", "ending.retryAfterMs", "ending.window", "ending.recoverable",
        "ending.severity", "ending.exitCode", "ending.signal", "usage.inputTokens", "usage.outputTokens", "usage.cacheReadTokens",
        "usage.cacheWriteTokens", "usage.costUsd", "usage.turns", "usage.durationMs",
    ];

    /// <param name="type">Type of the event.</param>
    public static IReadOnlyList<string> Of(string type) => [.. Always, .. OfData(type)];

    private static string[] OfData(string type) => type switch
    {
        EventTypes.SessionTimeout or EventTypes.SessionRecovered => Session,
        EventTypes.EmergencyStop or EventTypes.EmergencyCleared => Emergency,
        EventTypes.GateClosed or EventTypes.GateOpened or EventTypes.QueuePaused or EventTypes.QueueResumed => Gate,
        EventTypes.TaskFailed => Task,
        _ => [],
    };
}
