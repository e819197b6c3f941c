namespace Ccsp.Gateway.Gates;

/// <summary>
/// A stored gate: its limits, observations and hold. A gate nobody ever set is not stored and admits. Its occupancy is never stored: it is
/// the number of leases that name it.
/// </summary>
internal sealed record GateState
{
    public required string Name { get; init; }

    /// <summary>Live leases at most; null: no limit. The gate of a directory or a conversation has the limit 1 without being
    /// stored.</summary>
    public int? Limit { get; init; }

    /// <summary>Starts in a time; null: no limit.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>The rate's one figure: when the next start would be due if starts came evenly.</summary>
    public DateTimeOffset? ArrivesAt { get; init; }

    /// <summary>How far normal and low tasks may use a window; null: as configured.</summary>
    public Headroom? Headroom { get; init; }

    /// <summary>What the provider said of its windows, by their names.</summary>
    public IReadOnlyDictionary<string, QuotaWindow>? Windows { get; init; }

    /// <summary>Set while throttles hold the number of runs down.</summary>
    public AdaptiveLimit? Adaptive { get; init; }

    /// <summary>Set while runs under this gate come to nothing.</summary>
    public Setbacks? Setbacks { get; init; }

    /// <summary>Set while starts are spread after a provider's limit opened.</summary>
    public DateTimeOffset? RampFrom { get; init; }

    /// <summary>Set while fewer runs than usual are let in.</summary>
    public Narrowed? Narrowed { get; init; }

    public bool Closed { get; init; }

    /// <summary>When a closed gate opens by itself; null: a person opens it.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>Until then it stays closed for normal and low tasks: its time to open fell into the quiet hours.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    public string? Reason { get; init; }

    public string? Actor { get; init; }

    public DateTimeOffset? Since { get; init; }

    public bool IsClosedAt(DateTimeOffset now) => Closed && (ClosedUntil is null || ClosedUntil > now);
}
