using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Gates;

/// <summary>Limits of one gate.</summary>
internal sealed record GateOptions
{
    [Range(0, GateLimits.MostLeases)]
    public int? Limit { get; set; }

    [Range(RateLimit.Least, RateLimit.Most)]
    public double? RatePerMinute { get; set; }

    /// <summary>Starts at once after an idle time.</summary>
    [Range(1, RateLimit.MostAtOnce)]
    public int? Burst { get; set; }
}
