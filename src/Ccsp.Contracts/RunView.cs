namespace Ccsp.Contracts;

/// <summary>One run of a task.</summary>
public sealed record RunView
{
    /// <summary>1, 2, … within its task.</summary>
    public required int Number { get; init; }

    /// <summary>The task's generation it belongs to.</summary>
    public required int Generation { get; init; }

    /// <summary>The instance that ran it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The conversation it ran in.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Process id of the supervisor on that instance's machine.</summary>
    public int? Pid { get; init; }

    /// <summary>When its process was confirmed.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>What it used.</summary>
    public RunUsage? Usage { get; init; }
}
