using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

internal static partial class Transitions
{
    /// <summary>T5: an instance takes the next run. The caller has checked every gate.</summary>
    public static TransitionResult Claim(AgentTask task, string instanceId, LeaseToken token, double chargedSeconds, DateTimeOffset now)
    {
        if (task.State != TaskState.Ready)
            return Refuse(task, "claimed");
        var next = task with
        {
            State = TaskState.Starting,
            Lease = new Lease(instanceId, token, task.LastRun + 1, now, chargedSeconds),
            PromoteAt = null,
        };
        return Apply(task, next, EventTypes.TaskStarting, now, new FactData());
    }

    /// <summary>T6: its process is confirmed; from here side effects are possible and the run counts.</summary>
    public static TransitionResult Confirm(AgentTask task, LeaseToken token, int pid, string? conversationId, DateTimeOffset now)
    {
        if (task.Lease?.Token != token)
            return new TransitionResult.LeaseLost();
        if (task.State != TaskState.Starting)
            return Refuse(task, "started");
        var next = task with
        {
            State = TaskState.Running,
            Runs = task.Runs + 1,
            LastRun = task.Lease.Run,
            StartedAt = now,
            ConversationId = conversationId ?? task.ConversationId,
        };
        return Apply(task, next, EventTypes.TaskStarted, now, new FactData { Pid = pid, ConversationId = next.ConversationId });
    }

    /// <summary>T7: no process could be made. Not counted; the run's number is used again.</summary>
    public static TransitionResult SpawnFailed(AgentTask task, LeaseToken token, string reason, DateTimeOffset now, TransitionRules rules)
    {
        if (task.Lease?.Token != token)
            return new TransitionResult.LeaseLost();
        if (task.Stop?.Reason == StopReason.Cancel)
            return Apply(task, MakeEnded(task, TaskState.Cancelled, now), EventTypes.TaskCancelled, now, new FactData { Reason = reason });
        if (task.State is not (TaskState.Starting or TaskState.Stopping) || task.LastRun == task.Lease.Run)
            return Refuse(task, "given back as not started");
        return Apply(task, KeepPlace(task, now, rules), EventTypes.TaskRequeued, now, new FactData { Reason = reason });
    }

    /// <summary>T14: someone asks a leased task to stop. Needs no token; a cancel replaces any other reason, nothing replaces a
    /// cancel.</summary>
    public static TransitionResult AskStop(AgentTask task, StopReason reason, string actor, DateTimeOffset now)
    {
        if (!task.IsLeased)
            return Refuse(task, "stopped");
        if (task.Stop is { } asked && (asked.Reason == StopReason.Cancel || reason != StopReason.Cancel))
            return Refuse(task, "stopped twice");
        var next = task with { State = TaskState.Stopping, Stop = new StopRequest(reason, actor, now) };
        return Apply(task, next, EventTypes.TaskStopping, now,
            new FactData { StopReason = reason, Actor = actor, Token = task.Lease!.Token.ToString() });
    }

    /// <summary>Back to ready without losing its place: what happened was not the task's doing.</summary>
    private static AgentTask KeepPlace(AgentTask task, DateTimeOffset now, TransitionRules rules)
    {
        var since = task.ReadyAt ?? now;
        return MakeReady(task, since, rules) with { PriorityClass = task.PriorityClass,
            PromoteAt = Ageing.NextPromotion(task.PriorityClass, now, rules.AgeingStep) };
    }
}
