namespace Ccsp.Gateway.Gates;

/// <summary>Configured limits of gates; stored ones take precedence.</summary>
internal sealed record GateRules
{
    public static GateRules Default { get; } = new();

    /// <summary>Limits by name of the gate.</summary>
    public IReadOnlyDictionary<string, GateLimits> Limits { get; init; } = new Dictionary<string, GateLimits>();

    public Headroom Headroom { get; init; } = new();

    /// <summary>What of a window is left so shortly before its end would only expire: everybody may use it.</summary>
    public TimeSpan Harvest { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>After a provider's limit opened, one more run is let in every so often.</summary>
    public TimeSpan RampStep { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long that lasts.</summary>
    public TimeSpan RampFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The gate as it is in force: stored limits, else configured ones, else 1 for a directory or a conversation. Null when
    /// nothing was ever said of it.</summary>
    public GateState? InForce(string gate, GateState? stored)
    {
        var limits = Limits.GetValueOrDefault(gate);
        int? limit = stored?.Limit ?? limits?.Limit ?? (GateNames.AdmitsOne(gate) ? 1 : null);
        // Hot path: most gates are returned as stored, or not at all.
        if (limits is null && limit == stored?.Limit)
            return stored;
        var state = stored ?? new GateState { Name = gate };
        return state with
        {
            Limit = limit,
            Rate = state.Rate ?? limits?.Rate,
            Headroom = state.Headroom ?? limits?.Headroom,
        };
    }
}
