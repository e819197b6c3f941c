namespace Ccsp.Gateway.Gates;

/// <summary>The limits of a gate that are set by people, in the configuration or at run time.</summary>
internal sealed record GateLimits
{
    public const int MostLeases = 100_000;

    /// <summary>Live leases.</summary>
    public int? Limit { get; init; }

    public RateLimit? Rate { get; init; }

    public Headroom? Headroom { get; init; }
}
