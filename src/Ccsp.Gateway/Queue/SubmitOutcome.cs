using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>The result of one submit.</summary>
internal abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    internal sealed record Accepted(AgentTask Task) : SubmitOutcome;

    /// <summary>The task of an earlier submit with the same key and content.</summary>
    internal sealed record Repeated(AgentTask Task) : SubmitOutcome;

    internal sealed record KeyConflict(string ExistingTaskId) : SubmitOutcome;

    /// <summary>A parent named in <c>dependsOn</c> does not exist.</summary>
    internal sealed record UnknownParent(string ParentId) : SubmitOutcome;

    /// <param name="Limit">Which depth limit: <c>store</c>, <c>class:low</c>, <c>agent:x</c>, <c>group:x</c>.</param>
    /// <param name="IsCallersOwn">429 rather than 503.</param>
    /// <param name="RetryAfter">From Little's law: excess over the rate of endings.</param>
    internal sealed record Full(string Limit, int Depth, int Maximum, bool IsCallersOwn, TimeSpan RetryAfter) : SubmitOutcome
    {
        /// <summary>Remaining capacity for urgent tasks, which the refused one is not.</summary>
        public int KeptForUrgent { get; init; }
    }

    /// <summary>Another item of an atomic batch was refused.</summary>
    internal sealed record NotAttempted : SubmitOutcome;
}
