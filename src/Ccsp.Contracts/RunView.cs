namespace Ccsp.Contracts;

/// <summary>One run of a task.</summary>
public sealed record RunView
{
    /// <summary>1, 2, … within its task.</summary>
    public required int Number { get; init; }

    /// <summary>The generation of the task it belongs to.</summary>
    public required int Generation { get; init; }

    /// <summary>The instance that ran it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Process id of its supervisor on the instance's machine.</summary>
    public int? Pid { get; init; }

    /// <summary>When its process was confirmed.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Its usage.</summary>
    public RunUsage? Usage { get; init; }
}
