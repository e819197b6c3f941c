using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

internal static partial class Transitions
{
    /// <summary>T13 and T14: a cancel ends a waiting task at once and asks a leased one to stop.</summary>
    public static TransitionResult Cancel(AgentTask task, string actor, DateTimeOffset now, string? reason = null)
    {
        if (task.IsLeased)
            return AskStop(task, StopReason.Cancel, actor, now);
        if (task.IsTerminal)
            return Refuse(task, "cancelled");
        return Apply(task, MakeEnded(task, TaskState.Cancelled, now), EventTypes.TaskCancelled, now,
            new FactData { Actor = actor, Reason = reason });
    }

    /// <summary>T13 by the caller who submitted the task and does not wait for it any longer: what has begun goes on.</summary>
    public static TransitionResult Withdraw(AgentTask task, string actor, DateTimeOffset now, string reason) =>
        task.IsLeased ? Refuse(task, "withdrawn") : Cancel(task, actor, now, reason);

    /// <summary>T19 by a person: another class or group. The ready time, and with it the place, stays.</summary>
    public static TransitionResult Rearrange(AgentTask task, Priority? priority, string? group, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (task.IsTerminal || task.IsLeased)
            return Refuse(task, "rearranged");
        var next = task with { Group = group ?? task.Group };
        if (priority is { } asked)
        {
            var ageing = task.State == TaskState.Ready ? Ageing.NextPromotion(asked, now, rules.AgeingStep) : null;
            next = next with { Priority = asked, PriorityClass = asked, PromoteAt = ageing };
        }

        return Apply(task, next, EventTypes.TaskChanged, now, new FactData { Priority = next.Priority, Group = next.Group, Actor = actor });
    }

    /// <summary>T19 by fail-over: another profile runs it, at the place it has. One parked for the old profile's limit or login is ready
    /// now.</summary>
    /// <param name="keepsConversation">Whether the other profile finds the conversation so far.</param>
    public static TransitionResult Move(AgentTask task, string profile, bool keepsConversation, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (task.IsTerminal || task.IsLeased)
            return Refuse(task, "moved");
        var next = IsParked(task.WaitReason) ? Unparked(task, now, rules) : task;
        next = next with { Profile = profile, ConversationId = keepsConversation ? next.ConversationId : null };
        return Apply(task, next, EventTypes.TaskChanged, now, new FactData { Profile = profile, Actor = actor });
    }

    /// <summary>T19 by a person: another start time for a task that waits for one, a first one for a task that is ready, or none any
    /// more.</summary>
    public static TransitionResult Reschedule(AgentTask task, DateTimeOffset? runAt, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (task.IsTerminal || task.IsLeased)
            return Refuse(task, "rescheduled");
        var next = task.State is TaskState.Held or TaskState.Blocked
            ? task with { RunAt = runAt }
            : runAt > now ? MakeScheduled(task, runAt.Value, WaitReason.User) : MakeReady(task, now, rules);
        var type = next.State == task.State && next.State != TaskState.Scheduled ? EventTypes.TaskChanged : ReadyOrScheduled(next);
        return Apply(task, next, type, now, new FactData { Actor = actor, WaitReason = next.WaitReason, WaitUntil = runAt });
    }

    /// <summary>The caller's own facts about a task were replaced; allowed in every state, changes nothing but the events.</summary>
    public static TransitionResult.Applied MetadataChanged(AgentTask task, string actor, DateTimeOffset now) =>
        Apply(task, task, EventTypes.TaskChanged, now, new FactData { Actor = actor });

    /// <summary>
    /// T20: an ended task is tried again under the same id, with fresh budgets and its history kept. It waits for those of its parents that
    /// have not ended, for example because they are tried again themselves; one that failed keeps nobody from trying it.
    /// </summary>
    /// <param name="parents">What it depends on.</param>
    /// <param name="afterParents">It is tried again together with its parents, and only of use when they succeed.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="rules">Ageing.</param>
    public static TransitionResult Retry(AgentTask task, RetryParents parents, bool afterParents, string actor, DateTimeOffset now,
        TransitionRules rules)
    {
        if (!task.IsTerminal)
            return Refuse(task, "retried");
        if (afterParents && parents.FailedAgain(task) is { } parent)
            return new TransitionResult.Refused($"Task {parent.Id}, on which it depends, has failed again.");
        var fresh = task with
        {
            Generation = task.Generation + 1,
            Retries = default,
            FailReason = null,
            FinishedAt = null,
            // A start limit that has passed would expire it at once; the person who retries it wants it to run.
            StartBefore = null,
            OpenParents = parents.Open,
            // Others may have gone on with what it began.
            Conversation = task.Conversation ?? task.ConversationId,
        };
        return Apply(task, MakeWaiting(fresh, now, rules), EventTypes.TaskRequeued, now, new FactData { Actor = actor });
    }
}
