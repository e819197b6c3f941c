using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>The arrows T1 to T20 of the table of transitions: from which state, to which, and what is told.</summary>
internal static partial class ModelTransitions
{
    // T1
    public static TransitionResult.Applied Submit(NewTask submitted, int openParents, string? failedParent, DateTimeOffset now,
        TransitionRules rules)
    {
        var spec = submitted.Spec;
        var agent = spec.Agent ?? "default";
        var priority = spec.Priority ?? Priority.Normal;
        var task = new AgentTask
        {
            Id = submitted.Id,
            State = TaskState.Held,
            Priority = priority,
            PriorityClass = priority,
            Group = spec.Group ?? agent,
            Agent = agent,
            Engine = spec.Engine ?? "claude",
            Profile = spec.Profile ?? "default",
            Model = ModelTask.FamilyOf(spec.Model),
            Type = spec.Type,
            ExclusiveDirectory = spec.DirectoryMode == DirectoryMode.Shared ? null : spec.WorkingDirectory,
            Conversation = submitted.Conversation,
            CreatedAt = now,
            RunAt = spec.RunAt,
            StartBefore = spec.StartBefore,
            RetryLimit = spec.Retries,
            OpenParents = openParents,
        };
        if (failedParent is not null)
            return FailWithParent(task, failedParent, now);
        var next = spec.Hold == true ? task : LetGo(task, now, rules);
        var told = Tell(task, next, next.State == TaskState.Scheduled ? EventTypes.TaskScheduled : EventTypes.TaskEnqueued, now,
            new FactData { Priority = next.Priority, Group = next.Group, WaitReason = next.WaitReason, WaitUntil = next.RunAt });
        return told with { Fact = told.Fact with { Data = told.Fact.Data with { From = null } } };
    }

    // T3
    public static (AgentTask Task, TaskFact? Fact) ParentEnded(AgentTask task, AgentTask parent, ParentFailure onFailure,
        DateTimeOffset now, TransitionRules rules)
    {
        if (task.State is not (TaskState.Blocked or TaskState.Held))
            return (task, null);
        task = task with { OpenParents = task.OpenParents == 0 ? 0 : task.OpenParents - 1 };
        if (parent.State != TaskState.Succeeded && onFailure == ParentFailure.Fail)
        {
            var failed = FailWithParent(task, parent.Id, now);
            return (failed.Task, failed.Fact);
        }

        if (task.State == TaskState.Held || task.OpenParents > 0)
            return (task, null);
        var next = LetGo(task, now, rules);
        var told = Tell(task, next, Arrival(next), now, new FactData { WaitReason = next.WaitReason, WaitUntil = next.RunAt });
        return (told.Task, told.Fact);
    }

    // T4: its own time has come, or what it was parked for is over.
    public static TransitionResult Due(AgentTask task, DateTimeOffset now, TransitionRules rules) =>
        task.State == TaskState.Scheduled && !(task.RunAt > now)
            ? MadeReady(task, task.RunAt ?? now, now, rules)
            : No(task, "made ready");

    public static TransitionResult Resume(AgentTask task, DateTimeOffset now, TransitionRules rules) =>
        task.State == TaskState.Scheduled && task.IsParked() ? MadeReady(task, now, now, rules) : No(task, "resumed");

    // T5
    public static TransitionResult.Applied Claim(AgentTask task, string instanceId, LeaseToken token, double charged, DateTimeOffset now)
    {
        var next = task with
        {
            State = TaskState.Starting,
            PromoteAt = null,
            Lease = new Lease(instanceId, token, task.LastRun + 1, now, charged),
        };
        return Tell(task, next, EventTypes.TaskStarting, now, new FactData());
    }

    // T6
    public static TransitionResult Confirm(AgentTask task, RunStarted started)
    {
        if (task.Lease is not { } lease || lease.Token != started.Token)
            return new TransitionResult.LeaseLost();
        if (task.State != TaskState.Starting)
            return No(task, "started");
        var conversation = started.ConversationId ?? task.ConversationId;
        var next = task with
        {
            State = TaskState.Running,
            StartedAt = started.Now,
            Runs = task.Runs + 1,
            LastRun = lease.Run,
            ConversationId = conversation,
        };
        return Tell(task, next, EventTypes.TaskStarted, started.Now, new FactData { Pid = started.Pid, ConversationId = conversation });
    }

    // T7
    public static TransitionResult SpawnFailed(AgentTask task, LeaseToken token, string reason, DateTimeOffset now, TransitionRules rules)
    {
        if (task.Lease is not { } lease || lease.Token != token)
            return new TransitionResult.LeaseLost();
        if (task.Stop is { Reason: StopReason.Cancel })
            return Tell(task, End(task, TaskState.Cancelled, now), EventTypes.TaskCancelled, now, new FactData { Reason = reason });
        // A run that was confirmed can only end.
        return task.State == TaskState.Running || task.LastRun == lease.Run
            ? No(task, "given back as not started")
            : Tell(task, KeepPlace(task, now, rules), EventTypes.TaskRequeued, now, new FactData { Reason = reason });
    }

    // T8, T9, T10, T12, T15
    public static TransitionResult Finish(AgentTask task, LeaseToken token, Ending ending, RunUsage usage, string? conversationId,
        DateTimeOffset now, double jitter, TransitionRules rules, bool oneShot, bool engineDown)
    {
        if (task.Lease is not { } lease || lease.Token != token)
            return new TransitionResult.LeaseLost();
        if (task.State == TaskState.Starting && ending.Class != EndingClass.Invalid)
            return No(task, "ended");
        return Close(task with { ConversationId = conversationId }, ending, usage, now, jitter, rules, oneShot, engineDown);
    }

    // T16, T17
    public static TransitionResult.Applied Lose(AgentTask task, DateTimeOffset now, double jitter, TransitionRules rules) => Close(task,
        new Ending
        {
            Class = EndingClass.Lost,
            Category = "UNKNOWN_ERROR",
            Message = $"Instance {task.Lease!.InstanceId} stopped renewing its lease.",
            Source = "gateway",
            Recoverable = true,
            Severity = Severity.Error,
        },
        RunUsage.None, now, jitter, rules, oneShot: false, engineDown: false);

    // T18
    public static TransitionResult Expire(AgentTask task, DateTimeOffset now) =>
        task.Waits() && task.LastRun == 0 && task.StartBefore <= now
            ? Tell(task, End(task, TaskState.Expired, now), EventTypes.TaskExpired, now, new FactData())
            : No(task, "expired");

    // T19
    public static TransitionResult Promote(AgentTask task, DateTimeOffset now, TransitionRules rules)
    {
        if (task.State != TaskState.Ready || !(task.PromoteAt <= now))
            return No(task, "promoted");
        var higher = task.PriorityClass == Priority.Low ? Priority.Normal : Priority.High;
        var next = task with { PriorityClass = higher, PromoteAt = Ages(higher, task.PromoteAt!.Value, rules) };
        return Tell(task, next, EventTypes.TaskPromoted, now, new FactData { Priority = task.Priority, EffectivePriority = higher });
    }

    private static TransitionResult.Applied MadeReady(AgentTask task, DateTimeOffset since, DateTimeOffset now, TransitionRules rules)
    {
        // One that was parked keeps the place it had.
        var place = task.IsParked() && task.ReadyAt is { } kept ? kept : since;
        return Tell(task, Ready(task, place, rules), EventTypes.TaskReady, now, new FactData { WaitReason = task.WaitReason });
    }

    private static TransitionResult.Applied Close(AgentTask task, Ending ending, RunUsage usage, DateTimeOffset now, double jitter,
        TransitionRules rules, bool oneShot, bool engineDown)
    {
        var step = ModelRetries.Next(task, ending, rules.Retries, now, jitter, oneShot, engineDown);
        var wasConfirmed = task.LastRun == task.Lease!.Run;
        var after = task with
        {
            Ending = ending,
            Usage = task.Usage.Plus(usage),
            Retries = ModelRetries.Count(task.Retries, step, ending.Class),
            Runs = step is NextStep.Park or NextStep.Requeue && wasConfirmed && task.Runs > 0 ? task.Runs - 1 : task.Runs,
        };
        var next = step switch
        {
            NextStep.Succeed => End(after, TaskState.Succeeded, now),
            NextStep.Cancel => End(after, TaskState.Cancelled, now),
            NextStep.Fail fail => End(after, TaskState.Failed, now, fail.Reason),
            NextStep.Requeue => KeepPlace(after, now, rules),
            NextStep.Retry { FreshConversation: true } retry => Schedule(after, retry.At, WaitReason.Retry) with { ConversationId = null },
            NextStep.Retry retry => Schedule(after, retry.At, WaitReason.Retry),
            NextStep.Park { Reason: WaitReason.Retry } park => Schedule(after, park.At, park.Reason),
            NextStep.Park park => Schedule(after, park.At, park.Reason) with { ReadyAt = task.ReadyAt },
            _ => throw new InvalidOperationException($"The model does not know {step}."),
        };
        var type = next.State switch
        {
            TaskState.Succeeded => EventTypes.TaskCompleted,
            TaskState.Cancelled => EventTypes.TaskCancelled,
            TaskState.Failed => EventTypes.TaskFailed,
            _ => EventTypes.TaskRequeued,
        };
        return Tell(task, next, type, now, new FactData
        {
            Ending = ending,
            Usage = usage,
            Engine = task.Engine,
            Profile = task.Profile,
            StartedAt = task.StartedAt,
            ConversationId = next.ConversationId,
            FailReason = next.FailReason,
            WaitReason = next.WaitReason,
            WaitUntil = next.RunAt,
            StopReason = task.Stop?.Reason,
            Actor = task.Stop?.Actor,
        });
    }

    private static TransitionResult.Applied FailWithParent(AgentTask task, string parentId, DateTimeOffset now)
    {
        var message = $"It depends on task {parentId}, which did not succeed.";
        var failed = End(task, TaskState.Failed, now, FailReason.Dependency) with
        {
            Ending = new Ending
            {
                Class = EndingClass.Invalid,
                Category = "INVALID_REQUEST",
                Message = message,
                Source = "gateway",
                Recoverable = false,
                Severity = Severity.Error,
            },
        };
        return Tell(task, failed, EventTypes.TaskFailed, now, new FactData { FailReason = FailReason.Dependency, Reason = message });
    }

    /// <summary>Nobody holds it back any more.</summary>
    private static AgentTask LetGo(AgentTask task, DateTimeOffset now, TransitionRules rules) => task switch
    {
        { OpenParents: > 0 } => task with { State = TaskState.Blocked },
        { RunAt: { } time } when time > now => Schedule(task, time, WaitReason.User),
        _ => Ready(task, now, rules),
    };

    private static AgentTask Ready(AgentTask task, DateTimeOffset since, TransitionRules rules) => Free(task) with
    {
        State = TaskState.Ready,
        ReadyAt = since,
        PriorityClass = task.Priority,
        PromoteAt = Ages(task.Priority, since, rules),
    };

    /// <summary>Ready where it was: same place, same class, ageing from now.</summary>
    private static AgentTask KeepPlace(AgentTask task, DateTimeOffset now, TransitionRules rules) => Free(task) with
    {
        State = TaskState.Ready,
        ReadyAt = task.ReadyAt ?? now,
        PromoteAt = Ages(task.PriorityClass, now, rules),
    };

    private static AgentTask Schedule(AgentTask task, DateTimeOffset at, WaitReason reason) => Free(task) with
    {
        State = TaskState.Scheduled,
        ReadyAt = null,
        RunAt = at,
        WaitReason = reason,
        PriorityClass = task.Priority,
    };

    private static AgentTask End(AgentTask task, TaskState state, DateTimeOffset now, FailReason? reason = null) =>
        Free(task) with { State = state, FinishedAt = now, FailReason = reason };

    /// <summary>Waits for nothing and is held by nobody.</summary>
    private static AgentTask Free(AgentTask task) =>
        task with { RunAt = null, WaitReason = null, PromoteAt = null, Lease = null, Stop = null };

    private static DateTimeOffset? Ages(Priority priority, DateTimeOffset since, TransitionRules rules) =>
        priority is Priority.Urgent or Priority.High ? null : since + TimeSpan.FromSeconds(rules.AgeingStepSeconds);

    private static string TextOf(LeaseToken token) =>
        string.Create(CultureInfo.InvariantCulture, $"{token.Epoch:x16}{token.Nonce:x16}");

    private static string Arrival(AgentTask task) =>
        task.State == TaskState.Scheduled ? EventTypes.TaskScheduled : EventTypes.TaskReady;

    private static TransitionResult.Refused No(AgentTask task, string verb) =>
        new($"A task that is {EnumNames<TaskState>.Of(task.State)} cannot be {verb}.");

    /// <summary>Each arrow is one event, numbered within its task, with the run and the instance it is about.</summary>
    private static TransitionResult.Applied Tell(AgentTask before, AgentTask after, string type, DateTimeOffset now, FactData data)
    {
        after = after with { EventCount = before.EventCount + 1 };
        var about = after.Lease ?? before.Lease;
        return new TransitionResult.Applied(after, new TaskFact(after.Id, after.EventCount, type, now, about?.Run, about?.InstanceId,
            data with { From = before.State, State = after.State }));
    }
}
