using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Gates;

/// <summary>Limits of one gate.</summary>
internal sealed record GateOptions
{
    [Range(0, 100_000)]
    public int? Limit { get; set; }

    [Range(0.001, 60_000)]
    public double? RatePerMinute { get; set; }

    /// <summary>Starts at once after a rest.</summary>
    [Range(1, 100_000)]
    public int? Burst { get; set; }
}
