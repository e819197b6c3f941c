using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Gates;
using Xunit;

namespace Ccsp.Tests.Configuration;

/// <summary>Limits of profiles and of gates by name become one set of rules.</summary>
public sealed class ConfiguredGatesTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Fact]
    public void A_gate_by_name_replaces_what_it_says_itself_of_its_profile()
    {
        var limits = Rules("""
            {
              "profiles": { "a": { "maxConcurrent": 2, "ratePerMinute": 30, "burst": 5 }, "b": { "maxConcurrent": 3 },
                            "c": { "ratePerMinute": 7 }, "d": { } },
              "limits": { "gates": { "profile:a": { "limit": 9 }, "profile:b": { "ratePerMinute": 6, "burst": 2 },
                                     "group:g": { "ratePerMinute": 1 } } }
            }
            """).Limits;
        Assert.Equal(["group:g", "profile:a", "profile:b", "profile:c"], limits.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new GateLimits { Limit = 9, Rate = new RateLimit(30, 5) }, limits["profile:a"]);
        Assert.Equal(new GateLimits { Limit = 3, Rate = new RateLimit(6, 2) }, limits["profile:b"]);
        Assert.Equal(new GateLimits { Rate = new RateLimit(7, 1) }, limits["profile:c"]);
        Assert.Equal(new GateLimits { Rate = new RateLimit(1, 1) }, limits["group:g"]);
    }

    [Theory]
    [InlineData("3", 3, 60)]
    [InlineData("0.0001", 0.001, 60)]
    [InlineData("0", 0.001, 0)]
    public void A_step_of_nothing_ramps_up_nothing(string seconds, double step, int rampFor)
    {
        var rules = Rules($$"""{ "limits": { "rampSeconds": {{seconds}}, "harvestMinutes": 5 } }""");
        Assert.Equal((TimeSpan.FromSeconds(step), TimeSpan.FromSeconds(rampFor), TimeSpan.FromMinutes(5)),
            (rules.RampStep, rules.RampFor, rules.Harvest));
    }

    private GateRules Rules(string json) => ConfiguredGates.Of(_loading.Options(json));
}
