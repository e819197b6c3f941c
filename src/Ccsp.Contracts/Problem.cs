namespace Ccsp.Contracts;

/// <summary>An error answer, <c>application/problem+json</c>.</summary>
public sealed record Problem
{
    /// <summary>The kind as a URI reference; <c>about:blank</c> where the status says it all.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>One short line.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A stable word for programs, one of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong and what to do, for a person.</summary>
    public required string Detail { get; init; }

    /// <summary>The first field that is wrong.</summary>
    public string? Field { get; init; }

    /// <summary>All fields that are wrong, each with its reason.</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>The task as it is, where that is not what the header If-Match says.</summary>
    public TaskView? Task { get; init; }

    /// <summary>When to try again.</summary>
    public int? RetryAfterSeconds { get; init; }
}
