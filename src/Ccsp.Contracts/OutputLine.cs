using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>The data of a <c>task.output</c> event: one line of a run's standard output.</summary>
public sealed record OutputLine
{
    /// <summary>The run.</summary>
    public required int Run { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The line, if it is a JSON object.</summary>
    public JsonElement? Event { get; init; }

    /// <summary>The line, if it is anything else.</summary>
    public string? Text { get; init; }

    /// <summary>Whether the line was cut because it is too long for a stream; the run's output has all of it.</summary>
    public bool? Truncated { get; init; }
}
