using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>
/// A stored task: everything claiming, stopping and ending need, without the submission, whose size must not affect the cost of a claim.
/// Immutable; <see cref="Transitions"/> makes the next version.
/// </summary>
internal sealed record AgentTask
{
    public required string Id { get; init; }

    /// <summary>1 at submit, plus one for each manual retry.</summary>
    public int Generation { get; init; } = 1;

    public required TaskState State { get; init; }

    /// <summary>What the submitter (or a person later) asked for.</summary>
    public required Priority Priority { get; init; }

    /// <summary>The class it is served in; ageing moves it above its priority, never to urgent.</summary>
    public required Priority PriorityClass { get; init; }

    public required string Group { get; init; }

    public required string Agent { get; init; }

    public required string Engine { get; init; }

    public required string Profile { get; init; }

    /// <summary>The family of the model the submitter named; null when the engine chooses.</summary>
    public string? Model { get; init; }

    public string? Type { get; init; }

    /// <summary>The directory whose concurrency gate it holds while leased; null when it shares its directory or has one of its
    /// own.</summary>
    public string? ExclusiveDirectory { get; init; }

    /// <summary>The conversation whose concurrency gate it holds while leased: the one it goes on with; null when it began its
    /// own.</summary>
    public string? Conversation { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it may start; its place within its group. Kept while it waits for a limit or a login: it goes on where it
    /// was.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The due time while scheduled; before that, the start time the submitter asked for.</summary>
    public DateTimeOffset? RunAt { get; init; }

    public DateTimeOffset? StartBefore { get; init; }

    /// <summary>When ageing promotes it next; only while ready and below high.</summary>
    public DateTimeOffset? PromoteAt { get; init; }

    /// <summary>When its latest run was confirmed.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public WaitReason? WaitReason { get; init; }

    public FailReason? FailReason { get; init; }

    /// <summary>Runs that count.</summary>
    public int Runs { get; init; }

    /// <summary>The number of the latest confirmed run; names its folder, never given back.</summary>
    public int LastRun { get; init; }

    public RetryCounters Retries { get; init; }

    /// <summary>How often the submitter lets the task be begun again once a run of it may have done something; null: as
    /// configured.</summary>
    public int? RetryLimit { get; init; }

    /// <summary>Parents that have not ended yet; blocked while above zero.</summary>
    public int OpenParents { get; init; }

    /// <summary>The conversation the next run continues.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Set exactly while starting, running or stopping.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Set exactly while stopping.</summary>
    public StopRequest? Stop { get; init; }

    /// <summary>How the latest run ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Sum over all runs.</summary>
    public RunUsage Usage { get; init; } = RunUsage.None;

    /// <summary>The number of its latest event; the next one is this plus one, without gaps.</summary>
    public int EventCount { get; init; }

    public bool IsTerminal => State >= TaskState.Succeeded;

    public bool IsLeased => State is TaskState.Starting or TaskState.Running or TaskState.Stopping;

    public bool EverStarted => LastRun > 0;
}
