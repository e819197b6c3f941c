using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>The result of an ended task.</summary>
public sealed record TaskResult
{
    /// <summary>The task.</summary>
    public required string Id { get; init; }

    /// <summary>Its final state.</summary>
    public required TaskState State { get; init; }

    /// <summary>Why it failed.</summary>
    public FailReason? FailReason { get; init; }

    /// <summary>The answer as text.</summary>
    public string? Result { get; init; }

    /// <summary>Whether <see cref="Result"/> was cut; the run's output has the whole text.</summary>
    public bool? ResultTruncated { get; init; }

    /// <summary>The answer as JSON, if a schema was given.</summary>
    public JsonElement? StructuredResult { get; init; }

    /// <summary>How the latest run ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Sum over all runs.</summary>
    public RunUsage? Usage { get; init; }

    /// <summary>The engine's resumable conversation.</summary>
    public string? ConversationId { get; init; }
}
