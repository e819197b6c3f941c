namespace Ccsp.Contracts;

/// <summary>An error answer, <c>application/problem+json</c>.</summary>
public sealed record Problem
{
    /// <summary>The kind as a URI reference; <c>about:blank</c> when the status is sufficient.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>One short line.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A stable code for programs, one of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong and what to do, for people.</summary>
    public required string Detail { get; init; }

    /// <summary>The first faulty field.</summary>
    public string? Field { get; init; }

    /// <summary>All faulty fields with their reasons.</summary>
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    /// <summary>The task's current state, when it does not match the If-Match header.</summary>
    public TaskView? Task { get; init; }

    /// <summary>Seconds after which to retry.</summary>
    public int? RetryAfterSeconds { get; init; }
}
