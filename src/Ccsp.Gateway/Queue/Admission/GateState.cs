using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Admission;

[JsonConverter(typeof(WordConverter<GateKind>))]
internal enum GateKind
{
    /// <summary>At most so many live leases.</summary>
    Concurrency,

    /// <summary>Closed by someone until a time or a person opens it.</summary>
    Hold,

    /// <summary>Free memory of the instance.</summary>
    Memory,
}

/// <summary>A stored gate: its limit, and whether it is held closed. A gate nobody ever set is not stored and admits.</summary>
internal sealed record GateState
{
    public required string Name { get; init; }

    /// <summary>Live leases at most; null: no limit. A directory gate has the limit 1 without being stored.</summary>
    public int? Limit { get; init; }

    public bool Closed { get; init; }

    /// <summary>When a closed gate opens by itself; null: a person opens it.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    public string? Reason { get; init; }

    public string? Actor { get; init; }

    public DateTimeOffset? Since { get; init; }

    public bool IsClosedAt(DateTimeOffset now) => Closed && (ClosedUntil is null || ClosedUntil > now);
}

/// <summary>A hold to close in the same step as another write.</summary>
internal sealed record GateHold(string Gate, DateTimeOffset? Until, string Reason, string Actor);

/// <summary>A change of one gate; null members leave as it is.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="Close">True closes, false opens.</param>
/// <param name="Until">With close: opens by itself then.</param>
/// <param name="SetLimit">Whether <paramref name="Limit"/> replaces the limit.</param>
/// <param name="Limit">The new limit; null: none.</param>
internal sealed record GateChange(string Gate, bool? Close, DateTimeOffset? Until, bool SetLimit, int? Limit, string? Reason, string Actor, DateTimeOffset Now);
