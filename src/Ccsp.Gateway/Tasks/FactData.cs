using Ccsp.Contracts;

namespace Ccsp.Gateway.Tasks;

/// <summary>The data of a task event; absent members are not written.</summary>
internal sealed record FactData
{
    public TaskState? From { get; init; }

    public TaskState? State { get; init; }

    public Priority? Priority { get; init; }

    public Priority? EffectivePriority { get; init; }

    public string? Group { get; init; }

    /// <summary>With an ending: what the run was under, so that who follows the events need not look the task up.</summary>
    public string? Engine { get; init; }

    public string? Profile { get; init; }

    public WaitReason? WaitReason { get; init; }

    public DateTimeOffset? WaitUntil { get; init; }

    public FailReason? FailReason { get; init; }

    public StopReason? StopReason { get; init; }

    /// <summary>With a stop: the lease it is meant for, so that its holder can obey without asking the store.</summary>
    public string? Token { get; init; }

    /// <summary>Who asked for it, when a person or a caller did.</summary>
    public string? Actor { get; init; }

    /// <summary>A sentence for a person.</summary>
    public string? Reason { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>With an ending: when its run began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public int? Pid { get; init; }

    public Ending? Ending { get; init; }

    public RunUsage? Usage { get; init; }
}
