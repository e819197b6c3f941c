using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The limits of a gate; they replace those set before, and what is absent is as configured.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateLimit
{
    /// <summary>Live runs at most.</summary>
    public int? Limit { get; init; }

    /// <summary>Starts a minute.</summary>
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after a rest; 1 when absent.</summary>
    public int? Burst { get; init; }

    /// <summary>How far normal and low tasks may use a window.</summary>
    public HeadroomView? Headroom { get; init; }
}
