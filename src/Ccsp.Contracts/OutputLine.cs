using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>The data of a <c>task.output</c> event: one line of standard output of a run.</summary>
public sealed record OutputLine
{
    /// <summary>The run.</summary>
    public required int Run { get; init; }

    /// <summary>Its line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The line, when it is a JSON object.</summary>
    public JsonElement? Event { get; init; }

    /// <summary>The line, when it is anything else.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the line was too long for a stream and was cut; the whole of it is in the run's output.</summary>
    public bool? Truncated { get; init; }
}
