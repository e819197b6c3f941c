using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>
/// Every way a task may change state, T1 to T20, as pure functions from one version to the next together with its event.
/// Stores apply the result in one transaction and decide nothing themselves. (T21, deletion by retention, has no next version.)
/// </summary>
internal static partial class Transitions
{
    private static TransitionResult.Applied Apply(AgentTask before, AgentTask after, string type, DateTimeOffset now, FactData data)
    {
        var number = before.EventCount + 1;
        var lease = after.Lease ?? before.Lease;
        var fact = new TaskFact(after.Id, number, type, now, lease?.Run, lease?.InstanceId,
            data with { From = before.State, State = after.State });
        return new TransitionResult.Applied(after with { EventCount = number }, fact);
    }

    private static TransitionResult.Refused Refuse(AgentTask task, string verb) =>
        new($"A task that is {EnumNames<TaskState>.Of(task.State)} cannot be {verb}.");

    /// <summary>Ready now: takes its place by <paramref name="now"/> and starts ageing from there.</summary>
    private static AgentTask MakeReady(AgentTask task, DateTimeOffset now, TransitionRules rules) => task with
    {
        State = TaskState.Ready,
        ReadyAt = now,
        RunAt = null,
        WaitReason = null,
        Lease = null,
        Stop = null,
        PriorityClass = task.Priority,
        PromoteAt = Ageing.NextPromotion(task.Priority, now, rules.AgeingStep),
    };

    private static AgentTask MakeScheduled(AgentTask task, DateTimeOffset at, WaitReason reason) => task with
    {
        State = TaskState.Scheduled,
        RunAt = at,
        WaitReason = reason,
        ReadyAt = null,
        PromoteAt = null,
        Lease = null,
        Stop = null,
        PriorityClass = task.Priority,
    };

    private static AgentTask MakeEnded(AgentTask task, TaskState state, DateTimeOffset now, FailReason? reason = null) => task with
    {
        State = state,
        FailReason = reason,
        FinishedAt = now,
        RunAt = null,
        WaitReason = null,
        PromoteAt = null,
        Lease = null,
        Stop = null,
    };

    /// <summary>It fails without a run of its own, because of a task it depends on.</summary>
    private static TransitionResult.Applied FailWithParent(AgentTask task, string parentId, DateTimeOffset now)
    {
        var ending = new Ending
        {
            Class = EndingClass.Invalid,
            Category = "INVALID_REQUEST",
            Message = $"It depends on task {parentId}, which did not succeed.",
            Source = "gateway",
            Recoverable = false,
            Severity = Severity.Error,
        };
        var failed = MakeEnded(task, TaskState.Failed, now, FailReason.Dependency) with { Ending = ending };
        return Apply(task, failed, EventTypes.TaskFailed, now,
            new FactData { FailReason = FailReason.Dependency, Reason = ending.Message });
    }

    /// <summary>The state a task waits in once nobody holds it back: blocked, scheduled or ready.</summary>
    private static AgentTask MakeWaiting(AgentTask task, DateTimeOffset now, TransitionRules rules)
    {
        if (task.OpenParents > 0)
            return task with { State = TaskState.Blocked };
        return task.RunAt > now ? MakeScheduled(task, task.RunAt.Value, WaitReason.User) : MakeReady(task, now, rules);
    }

    /// <summary>Waits for what its whole profile waits for, not for a time of its own.</summary>
    private static bool IsParked(WaitReason? reason) => reason is WaitReason.Limit or WaitReason.Session;

    private static string ReadyOrScheduled(AgentTask task) =>
        task.State == TaskState.Scheduled ? EventTypes.TaskScheduled : EventTypes.TaskReady;
}
