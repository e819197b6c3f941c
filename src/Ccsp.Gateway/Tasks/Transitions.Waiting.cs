using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

internal static partial class Transitions
{
    /// <summary>T2: a person lets a held task go.</summary>
    public static TransitionResult Approve(AgentTask task, string actor, DateTimeOffset now, TransitionRules rules)
    {
        if (task.State != TaskState.Held)
            return Refuse(task, "approved");
        var next = MakeWaiting(task, now, rules);
        var type = next.State == TaskState.Blocked ? EventTypes.TaskChanged : ReadyOrScheduled(next);
        return Apply(task, next, type, now, new FactData { Actor = actor, WaitReason = next.WaitReason, WaitUntil = next.RunAt });
    }

    /// <summary>T3: one of its parents ended. Ready (or scheduled) after the last one; failed at once if the submission says so.</summary>
    /// <param name="task">Blocked, or held while its parents end.</param>
    /// <param name="parentId">Which of them.</param>
    /// <param name="parentSucceeded">Whether the parent ended well.</param>
    /// <param name="onFailure">The dependency's policy.</param>
    /// <param name="rules">Ageing.</param>
    /// <returns>The next version; a change without an event (open parents remain) has a null fact.</returns>
    public static (AgentTask Task, TaskFact? Fact) ParentEnded(
        AgentTask task, string parentId, bool parentSucceeded, ParentFailure onFailure, DateTimeOffset now, TransitionRules rules)
    {
        // What is ended, or was let go by a manual retry, does not depend on anybody any more.
        if (task.State is not (TaskState.Held or TaskState.Blocked))
            return (task, null);
        var counted = task with { OpenParents = Math.Max(0, task.OpenParents - 1) };
        if (!parentSucceeded && onFailure == ParentFailure.Fail)
        {
            var failed = FailWithParent(counted, parentId, now);
            return (failed.Task, failed.Fact);
        }

        if (counted.State != TaskState.Blocked || counted.OpenParents > 0)
            return (counted, null);
        var next = MakeWaiting(counted, now, rules);
        var applied = Apply(counted, next, ReadyOrScheduled(next), now,
            new FactData { WaitReason = next.WaitReason, WaitUntil = next.RunAt });
        return (applied.Task, applied.Fact);
    }

    /// <summary>T4: its time has come.</summary>
    public static TransitionResult Due(AgentTask task, DateTimeOffset now, TransitionRules rules)
    {
        if (task.State != TaskState.Scheduled || task.RunAt > now)
            return Refuse(task, "made ready");
        // A task that was due while the gateway was away keeps the place its due time gives it.
        var due = task.RunAt ?? now;
        return Apply(task, IsParked(task.WaitReason) ? Unparked(task, due, rules) : MakeReady(task, due, rules), EventTypes.TaskReady, now,
            new FactData { WaitReason = task.WaitReason });
    }

    /// <summary>T4 ahead of time: what a parked task waits for, a limit or a login, is over.</summary>
    public static TransitionResult Resume(AgentTask task, DateTimeOffset now, TransitionRules rules) =>
        task.State == TaskState.Scheduled && IsParked(task.WaitReason)
            ? Apply(task, Unparked(task, now, rules), EventTypes.TaskReady, now, new FactData { WaitReason = task.WaitReason })
            : Refuse(task, "resumed");

    /// <summary>With the place it had, and the time it has waited counted: the others of its class have aged meanwhile.</summary>
    private static AgentTask Unparked(AgentTask task, DateTimeOffset otherwise, TransitionRules rules) =>
        MakeReady(task, task.ReadyAt ?? otherwise, rules);

    /// <summary>T18: too late to start, whatever it waits for: its time, its turn, its parents or a person.</summary>
    public static TransitionResult Expire(AgentTask task, DateTimeOffset now)
    {
        if (task.IsTerminal || task.IsLeased || task.EverStarted || task.StartBefore is null || task.StartBefore > now)
            return Refuse(task, "expired");
        return Apply(task, MakeEnded(task, TaskState.Expired, now), EventTypes.TaskExpired, now, new FactData());
    }

    /// <summary>T19 by ageing: one class up. It keeps its ready time, so it precedes most tasks of the class it joins.</summary>
    public static TransitionResult Promote(AgentTask task, DateTimeOffset now, TransitionRules rules)
    {
        if (task.State != TaskState.Ready || task.PromoteAt is null || task.PromoteAt > now)
            return Refuse(task, "promoted");
        var higher = Ageing.Promoted(task.PriorityClass);
        var next = task with { PriorityClass = higher, PromoteAt = Ageing.NextPromotion(higher, task.PromoteAt.Value, rules.AgeingStep) };
        return Apply(task, next, EventTypes.TaskPromoted, now, new FactData { Priority = task.Priority, EffectivePriority = higher });
    }
}
