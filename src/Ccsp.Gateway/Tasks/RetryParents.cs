using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>What a task depends on that is tried again.</summary>
/// <param name="Tasks">Its parents that are still kept.</param>
/// <param name="OnFailure">What their failure means for it.</param>
internal sealed record RetryParents(IReadOnlyList<AgentTask> Tasks, ParentFailure OnFailure)
{
    public static readonly RetryParents None = new([], ParentFailure.Fail);

    /// <summary>How many have not ended.</summary>
    public int Open => Tasks.Count(parent => !parent.IsTerminal);

    /// <summary>One that was tried again after a task had failed with it, and did not succeed this time either.</summary>
    /// <param name="task">An ended one.</param>
    public AgentTask? FailedAgain(AgentTask task) => OnFailure == ParentFailure.Fail
        ? Tasks.FirstOrDefault(parent => parent.IsTerminal && parent.State != TaskState.Succeeded && parent.FinishedAt > task.FinishedAt)
        : null;
}
