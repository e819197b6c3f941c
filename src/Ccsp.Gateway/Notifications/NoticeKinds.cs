using System.Collections.Frozen;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Notifications;

internal static class NoticeKinds
{
    /// <summary>Sent manually to test a channel.</summary>
    public const string Test = "test";

    public static IReadOnlyList<NoticeKind> All { get; } =
    [
        new(EventTypes.SessionTimeout, Severity.Critical, "session:{profile}", "CCSP: the session of profile {profile} has ended",
            "Tasks of profile {profile} wait until someone signs in again.\n{reason}") { OwnIssue = true },
        new(EventTypes.SessionRecovered, Severity.Info, "session:{profile}", "CCSP: the session of profile {profile} is back",
            "Tasks of profile {profile} go on. {reason}") { OwnIssue = true, Resolves = true },
        new(EventTypes.EmergencyStop, Severity.Critical, "emergency", "CCSP: emergency stop ({mode})",
            "{reason}\nBy {actor}. Nothing starts until it is cleared: ccsp stop --clear"),
        new(EventTypes.EmergencyCleared, Severity.Info, "emergency", "CCSP: the emergency stop is cleared",
            "By {clearedBy}.") { Resolves = true },
        new(EventTypes.GateClosed, Severity.Warning, "gate:{name}", "CCSP: {name} is closed",
            "{reason}\nUntil: {closedUntil}\nBy {actor}. To open it once the reason is gone: ccsp gates open {name}"),
        new(EventTypes.GateOpened, Severity.Info, "gate:{name}", "CCSP: {name} is open again", "By {actor}.") { Resolves = true },
        new(EventTypes.QueuePaused, Severity.Info, "queue", "CCSP: the queue is paused", "{reason}\nBy {actor}.") { Enabled = false },
        new(EventTypes.QueueResumed, Severity.Info, "queue", "CCSP: the queue goes on", "By {actor}.") { Enabled = false, Resolves = true },
        new(EventTypes.InstanceLost, Severity.Warning, "instance:{instanceId}", "CCSP: instance {instanceId} is silent",
            "Its runs are taken for lost."),
        new(EventTypes.InstanceJoined, Severity.Info, "instance:{instanceId}", "CCSP: instance {instanceId} is back",
            "") { Resolves = true, Enabled = false },
        new(EventTypes.TaskFailed, Severity.Info, "task:{taskId}", "CCSP: task {taskId} failed",
            "{failReason} {ending.class}\n{ending.message}") { Enabled = false },
    ];

    private static readonly FrozenDictionary<string, NoticeKind> ByType = All.ToFrozenDictionary(kind => kind.Type, StringComparer.Ordinal);

    public static NoticeKind? Find(string type) => ByType.GetValueOrDefault(type);
}
