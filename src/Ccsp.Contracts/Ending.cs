namespace Ccsp.Contracts;

/// <summary>How a run ended, and the consequences.</summary>
public sealed record Ending
{
    /// <summary>The class; determines what happens to the task.</summary>
    public required EndingClass Class { get; init; }

    /// <summary>
    /// The category of legacy clients: RATE_LIMIT, SESSION_TIMEOUT, NETWORK_ERROR, INVALID_REQUEST, UNKNOWN_ERROR; null after success.
    /// </summary>
    public string? Category { get; init; }

    /// <summary>One sentence for people, without secrets.</summary>
    public required string Message { get; init; }

    /// <summary>The evidence: <c>result</c>, <c>event</c>, <c>text</c>, <c>exit</c>, <c>gateway</c> or <c>estimated</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When the provider accepts requests again, if reported or estimated.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Milliseconds the provider asked to wait, if it did.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>The exhausted window for class <c>limit</c>: <c>five_hour</c>, <c>seven_day</c>, <c>seven_day_opus</c>, …</summary>
    public string? Window { get; init; }

    /// <summary>Whether waiting or retrying can help without a person.</summary>
    public required bool Recoverable { get; init; }

    /// <summary>Its importance to an operator.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Exit code of the engine's program, if it exited by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that ended the engine's program, if any.</summary>
    public int? Signal { get; init; }
}
