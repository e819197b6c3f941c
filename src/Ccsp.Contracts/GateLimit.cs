using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The limits of a gate. They replace earlier ones; absent members use the configuration.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateLimit
{
    /// <summary>Maximum number of live runs.</summary>
    public int? Limit { get; init; }

    /// <summary>Starts per minute.</summary>
    public double? RatePerMinute { get; init; }

    /// <summary>Starts at once after an idle time; 1 when absent.</summary>
    public int? Burst { get; init; }

    /// <summary>How far normal and low tasks may use a provider window.</summary>
    public HeadroomView? Headroom { get; init; }
}
