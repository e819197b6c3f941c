namespace Ccsp.Gateway.Configuration;

/// <summary>Limits of one gate.</summary>
internal sealed record GateConfig
{
    public int? Limit { get; init; }

    public double? RatePerMinute { get; init; }

    public int? Burst { get; init; }
}
