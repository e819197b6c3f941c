namespace Ccsp.Contracts;

/// <summary>The emergency stop: the one that stands, or the receipt of the last one.</summary>
public sealed record EmergencyView
{
    /// <summary>Whether it stands: nothing starts.</summary>
    public required bool Active { get; init; }

    /// <summary>
    /// <c>none</c> (there never was one), <c>holding</c> (runs go on), <c>stopping</c> (runs are still alive), <c>stopped</c> (none is),
    /// <c>cleared</c>.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>Only in the answer to an order: it stood already, at least this far.</summary>
    public bool? AlreadyActive { get; init; }

    /// <summary>
    /// Only when true: it is in force on the answering instance and not in the shared store yet. The others are told as soon as the store
    /// answers, and the counts are of this instance alone.
    /// </summary>
    public bool? OnlyHere { get; init; }

    /// <summary>How far it goes.</summary>
    public EmergencyMode? Mode { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Who.</summary>
    public string? Actor { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who took it further than it began, when someone did.</summary>
    public EmergencyRaiseView? Raised { get; init; }

    /// <summary>When the last run had ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>When it was cleared.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Who cleared it.</summary>
    public string? ClearedBy { get; init; }

    /// <summary>What became of the runs that were alive, all instances together.</summary>
    public EmergencyRunsView? Runs { get; init; }

    /// <summary>The same by instance.</summary>
    public IReadOnlyDictionary<string, EmergencyRunsView>? Instances { get; init; }

    /// <summary>What a clear would start; only while the stop stands, and only where it is asked for alone.</summary>
    public ClearPlanView? Plan { get; init; }
}
