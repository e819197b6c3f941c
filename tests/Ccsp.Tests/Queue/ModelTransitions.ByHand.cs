using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal static partial class ModelTransitions
{
    // T13, T14
    public static TransitionResult Cancel(AgentTask task, string actor, DateTimeOffset now, string? reason = null)
    {
        if (task.HasLease())
            return Stop(task, StopReason.Cancel, actor, now);
        return task.HasEnded()
            ? No(task, "cancelled")
            : Tell(task, End(task, TaskState.Cancelled, now), EventTypes.TaskCancelled, now,
                new FactData { Actor = actor, Reason = reason });
    }

    public static TransitionResult Withdraw(AgentTask task, string actor, DateTimeOffset now, string reason) =>
        task.HasLease() ? No(task, "withdrawn") : Cancel(task, actor, now, reason);

    public static TransitionResult Stop(AgentTask task, StopReason reason, string actor, DateTimeOffset now)
    {
        if (!task.HasLease())
            return No(task, "stopped");
        // Asked once, but a cancel outranks what was asked before.
        var isNews = task.Stop is null || (reason == StopReason.Cancel && task.Stop.Reason != StopReason.Cancel);
        return isNews
            ? Tell(task, task with { State = TaskState.Stopping, Stop = new StopRequest(reason, actor, now) }, EventTypes.TaskStopping, now,
                new FactData { StopReason = reason, Actor = actor, Token = TextOf(task.Lease!.Token) })
            : No(task, "stopped twice");
    }

    public static TransitionResult Rearrange(AgentTask task, Priority? priority, string? group, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (!task.Waits())
            return No(task, "rearranged");
        var next = task;
        if (group is not null)
            next = next with { Group = group };
        if (priority is { } asked)
            next = next with
            {
                Priority = asked,
                PriorityClass = asked,
                PromoteAt = task.State == TaskState.Ready ? Ages(asked, now, rules) : null,
            };
        return Tell(task, next, EventTypes.TaskChanged, now, new FactData { Priority = next.Priority, Group = next.Group, Actor = actor });
    }

    public static TransitionResult Move(AgentTask task, string profile, bool keepsConversation, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (!task.Waits())
            return No(task, "moved");
        var next = task.IsParked() ? Ready(task, task.ReadyAt ?? now, rules) : task;
        next = next with { Profile = profile };
        if (!keepsConversation)
            next = next with { ConversationId = null };
        return Tell(task, next, EventTypes.TaskChanged, now, new FactData { Profile = profile, Actor = actor });
    }

    public static TransitionResult Reschedule(AgentTask task, DateTimeOffset? runAt, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (!task.Waits())
            return No(task, "rescheduled");
        var next = task.State is TaskState.Held or TaskState.Blocked ? task with { RunAt = runAt }
            : runAt is { } time && time > now ? Schedule(task, time, WaitReason.User)
            : Ready(task, now, rules);
        var staysAsItIs = task.State == next.State && task.State != TaskState.Scheduled;
        return Tell(task, next, staysAsItIs ? EventTypes.TaskChanged : Arrival(next), now,
            new FactData { Actor = actor, WaitReason = next.WaitReason, WaitUntil = runAt });
    }

    public static TransitionResult Note(AgentTask task, string actor, DateTimeOffset now) =>
        Tell(task, task, EventTypes.TaskChanged, now, new FactData { Actor = actor });

    // T20
    public static TransitionResult Retry(AgentTask task, IReadOnlyList<AgentTask> parents, ParentFailure onFailure, bool afterParents,
        string actor, DateTimeOffset now, TransitionRules rules)
    {
        if (!task.HasEnded())
            return No(task, "retried");
        var failedAgain = parents.FirstOrDefault(parent =>
            parent.HasEnded() && parent.State != TaskState.Succeeded && parent.FinishedAt > task.FinishedAt);
        if (afterParents && onFailure == ParentFailure.Fail && failedAgain is not null)
            return new TransitionResult.Refused($"Task {failedAgain.Id}, on which it depends, has failed again.");
        var fresh = task with
        {
            Generation = task.Generation + 1,
            Retries = default,
            FailReason = null,
            FinishedAt = null,
            StartBefore = null,
            OpenParents = parents.Count(parent => !parent.HasEnded()),
            Conversation = task.Conversation ?? task.ConversationId,
        };
        return Tell(task, LetGo(fresh, now, rules), EventTypes.TaskRequeued, now, new FactData { Actor = actor });
    }

    // T2
    public static TransitionResult Approve(AgentTask task, string actor, DateTimeOffset now, TransitionRules rules)
    {
        if (task.State != TaskState.Held)
            return No(task, "approved");
        var next = LetGo(task, now, rules);
        return Tell(task, next, next.State == TaskState.Blocked ? EventTypes.TaskChanged : Arrival(next), now,
            new FactData { Actor = actor, WaitReason = next.WaitReason, WaitUntil = next.RunAt });
    }
}
