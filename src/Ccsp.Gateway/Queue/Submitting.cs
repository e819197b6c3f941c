using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>One submit.</summary>
/// <param name="Task">The task to insert.</param>
/// <param name="Caller">Scope of the idempotency key.</param>
/// <param name="IdempotencyKey">Same key and same content: the same task again; other content: conflict.</param>
/// <param name="ContentHash">Hash of the submission as it was sent; compared under the same key.</param>
internal sealed record Submit(NewTask Task, string Caller, string? IdempotencyKey, string? ContentHash);

/// <param name="Items">At most 1 000.</param>
/// <param name="Atomic">All or nothing.</param>
/// <param name="Now">The gateway's now.</param>
internal sealed record SubmitBatch(IReadOnlyList<Submit> Items, bool Atomic, DateTimeOffset Now);

/// <summary>What became of one submit.</summary>
internal abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    internal sealed record Accepted(AgentTask Task) : SubmitOutcome;

    /// <summary>The same key and content came before: this is that task.</summary>
    internal sealed record Repeated(AgentTask Task) : SubmitOutcome;

    internal sealed record KeyConflict(string ExistingTaskId) : SubmitOutcome;

    /// <summary>A parent named in <c>dependsOn</c> does not exist.</summary>
    internal sealed record UnknownParent(string ParentId) : SubmitOutcome;

    /// <param name="Limit">Which depth limit: <c>store</c>, <c>class:low</c>, <c>agent:x</c>, <c>group:x</c>.</param>
    /// <param name="IsCallersOwn">429 rather than 503.</param>
    /// <param name="RetryAfter">From Little's law: excess over the rate of endings.</param>
    internal sealed record Full(string Limit, int Depth, int Maximum, bool IsCallersOwn, TimeSpan RetryAfter) : SubmitOutcome
    {
        /// <summary>How many more the queue takes of urgent tasks, which the refused one is not.</summary>
        public int KeptForUrgent { get; init; }
    }

    /// <summary>Another item of an atomic batch was refused.</summary>
    internal sealed record NotAttempted : SubmitOutcome;
}
