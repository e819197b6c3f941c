namespace Ccsp.Contracts;

/// <summary>The emergency stop in force, or the receipt of the last one.</summary>
public sealed record EmergencyView
{
    /// <summary>Whether it is in force: nothing starts.</summary>
    public required bool Active { get; init; }

    /// <summary>
    /// <c>none</c> (never ordered), <c>holding</c> (runs continue), <c>stopping</c> (some runs are still alive), <c>stopped</c> (none is),
    /// <c>cleared</c>.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>Only in the answer to an order: a stop of at least this level was already in force.</summary>
    public bool? AlreadyActive { get; init; }

    /// <summary>
    /// Only when true: it is in force on the answering instance and not in the shared store yet. The other instances learn of it when the
    /// store is available; the counts cover this instance only.
    /// </summary>
    public bool? OnlyHere { get; init; }

    /// <summary>The level.</summary>
    public EmergencyMode? Mode { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Who ordered it.</summary>
    public string? Actor { get; init; }

    /// <summary>When it was ordered.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest increase of its level, if any.</summary>
    public EmergencyRaiseView? Raised { get; init; }

    /// <summary>When the last run had ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>When it was cleared.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Who cleared it.</summary>
    public string? ClearedBy { get; init; }

    /// <summary>The runs that were alive, of all instances.</summary>
    public EmergencyRunsView? Runs { get; init; }

    /// <summary>The same by instance.</summary>
    public IReadOnlyDictionary<string, EmergencyRunsView>? Instances { get; init; }

    /// <summary>What a clear would start; only while the stop is in force, and only in the answer to a GET of it.</summary>
    public ClearPlanView? Plan { get; init; }
}
