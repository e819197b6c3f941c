using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Configuration;

/// <summary>Maps configured limits to the queue's gates. A gate configured by name overrides its profile's section.</summary>
internal static class ConfiguredGates
{
    public static GateRules Of(GatewayOptions options)
    {
        var limits = new Dictionary<string, GateLimits>(StringComparer.Ordinal);
        foreach (var (name, profile) in options.Profiles)
        {
            if (profile.MaxConcurrent is not null || profile.RatePerMinute is not null)
                limits[GateNames.Profile(name)] =
                    new GateLimits { Limit = profile.MaxConcurrent, Rate = Rate(profile.RatePerMinute, profile.Burst) };
        }

        var configured = options.Execution.Limits;
        foreach (var (name, gate) in configured.Gates)
            limits[name] = new GateLimits
            {
                Limit = gate.Limit ?? limits.GetValueOrDefault(name)?.Limit,
                Rate = Rate(gate.RatePerMinute, gate.Burst) ?? limits.GetValueOrDefault(name)?.Rate,
            };
        return new GateRules
        {
            Limits = limits,
            Headroom = new Headroom(configured.NormalHeadroom, configured.LowHeadroom),
            Harvest = TimeSpan.FromMinutes(configured.HarvestMinutes),
            // With a step of 0 there is nothing to ramp up.
            RampStep = TimeSpan.FromSeconds(Math.Max(0.001, configured.RampSeconds)),
            RampFor = configured.RampSeconds > 0 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero,
        };
    }

    private static RateLimit? Rate(double? perMinute, int? burst) => perMinute is { } rate ? new RateLimit(rate, burst ?? 1) : null;
}
