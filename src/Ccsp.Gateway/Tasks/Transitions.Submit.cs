using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

internal static partial class Transitions
{
    /// <summary>T1: a submission becomes a task.</summary>
    /// <param name="submitted">The validated submission.</param>
    /// <param name="openParents">How many of its parents have not ended yet.</param>
    /// <param name="failedParent">A parent that already ended without success, when the submission says to fail then.</param>
    /// <param name="rules">Ageing.</param>
    public static TransitionResult.Applied Submit(NewTask submitted, int openParents, string? failedParent, DateTimeOffset now,
        TransitionRules rules)
    {
        var spec = submitted.Spec;
        var priority = spec.Priority ?? Priority.Normal;
        var agent = spec.Agent ?? TaskDefaults.Agent;
        var fresh = new AgentTask
        {
            Id = submitted.Id,
            State = TaskState.Held,
            Priority = priority,
            PriorityClass = priority,
            Group = spec.Group ?? agent,
            Agent = agent,
            Engine = spec.Engine ?? TaskDefaults.Engine,
            Profile = spec.Profile ?? TaskDefaults.Profile,
            Type = spec.Type,
            Model = ModelFamily.Of(spec.Model),
            ExclusiveDirectory = spec.DirectoryMode == DirectoryMode.Shared ? null : spec.WorkingDirectory,
            Conversation = submitted.Conversation,
            CreatedAt = now,
            RunAt = spec.RunAt,
            StartBefore = spec.StartBefore,
            RetryLimit = spec.Retries,
            OpenParents = openParents,
        };
        if (failedParent is not null)
            return FailWithParent(fresh, failedParent, now);

        var task = spec.Hold == true ? fresh : MakeWaiting(fresh, now, rules);
        var type = task.State == TaskState.Scheduled ? EventTypes.TaskScheduled : EventTypes.TaskEnqueued;
        var data = new FactData { Priority = task.Priority, Group = task.Group, WaitReason = task.WaitReason, WaitUntil = task.RunAt };
        var applied = Apply(fresh, task, type, now, data);
        return applied with { Fact = applied.Fact with { Data = applied.Fact.Data with { From = null } } };
    }
}
