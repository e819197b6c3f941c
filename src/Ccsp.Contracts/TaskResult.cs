using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>What came of an ended task.</summary>
public sealed record TaskResult
{
    /// <summary>The task.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    public required TaskState State { get; init; }

    /// <summary>Why it failed.</summary>
    public FailReason? FailReason { get; init; }

    /// <summary>The answer as text.</summary>
    public string? Result { get; init; }

    /// <summary>Whether <see cref="Result"/> was cut; the whole text is in the run's output.</summary>
    public bool? ResultTruncated { get; init; }

    /// <summary>The answer as JSON, when a schema was asked.</summary>
    public JsonElement? StructuredResult { get; init; }

    /// <summary>How the latest run ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Sum over all runs.</summary>
    public RunUsage? Usage { get; init; }

    /// <summary>The engine's resumable conversation.</summary>
    public string? ConversationId { get; init; }
}
