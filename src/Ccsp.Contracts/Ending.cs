namespace Ccsp.Contracts;

/// <summary>How a run ended and what follows from it.</summary>
public sealed record Ending
{
    /// <summary>The class; decides what becomes of the task.</summary>
    public required EndingClass Class { get; init; }

    /// <summary>
    /// The category of older clients: RATE_LIMIT, SESSION_TIMEOUT, NETWORK_ERROR, INVALID_REQUEST, UNKNOWN_ERROR; null after success.
    /// </summary>
    public string? Category { get; init; }

    /// <summary>One sentence for a person, without secrets.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// What the verdict rests on: <c>result</c>, <c>event</c>, <c>text</c>, <c>exit</c>, <c>gateway</c> or <c>estimated</c>.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>When the provider takes requests again, if told or estimated.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>How long the provider asked to wait, in milliseconds, if it did.</summary>
    public long? RetryAfterMs { get; init; }

    /// <summary>The exhausted window for class <c>limit</c>: <c>five_hour</c>, <c>seven_day</c>, <c>seven_day_opus</c>, …</summary>
    public string? Window { get; init; }

    /// <summary>Whether waiting or retrying can cure it without a person.</summary>
    public required bool Recoverable { get; init; }

    /// <summary>How much it matters to an operator.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Exit code of the engine's program, if it ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended the engine's program, if one did.</summary>
    public int? Signal { get; init; }
}
