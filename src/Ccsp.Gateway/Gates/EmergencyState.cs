using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>
/// The stored emergency stop: the active one, or the last one with its receipt. Nothing is leased during a stop, so every lease that ends
/// was alive when it began and the receipt needs only counts.
/// </summary>
internal sealed record EmergencyState
{
    public required EmergencyMode Mode { get; init; }

    public required string Reason { get; init; }

    public required string Actor { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Who raised it last; null: never raised.</summary>
    public EmergencyRaise? Raised { get; init; }

    /// <summary>When the last lease had ended; never set by a mere hold.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    public DateTimeOffset? ClearedAt { get; init; }

    public string? ClearedBy { get; init; }

    /// <summary>By instance; only those that had leases.</summary>
    public required IReadOnlyDictionary<string, EmergencyRuns> Instances { get; init; }

    [JsonIgnore]
    public bool Stands => ClearedAt is null;

    [JsonIgnore]
    public int Survivors => Instances.Values.Sum(runs => runs.Survivors);
}
