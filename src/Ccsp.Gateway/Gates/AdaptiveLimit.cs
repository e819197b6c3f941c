namespace Ccsp.Gateway.Gates;

/// <summary>
/// A limit of live leases that throttles lower at once and good endings raise slowly (additive increase, multiplicative decrease). It
/// appears with the first throttle and disappears when it has grown back.
/// </summary>
/// <param name="Current">The limit; its whole part counts.</param>
/// <param name="Ceiling">Where it disappears.</param>
/// <param name="CutAt">When it was last lowered.</param>
internal sealed record AdaptiveLimit(double Current, int Ceiling, DateTimeOffset CutAt)
{
    private const double Factor = 0.7;

    /// <summary>Runs that were throttled together are one sign, not many.</summary>
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(5);

    public int Limit => (int)Current;

    /// <summary>After a throttle.</summary>
    /// <param name="before">Null when none is in force.</param>
    /// <param name="limit">The gate's fixed limit.</param>
    /// <param name="leases">Live leases that name the gate, the throttled one among them.</param>
    public static AdaptiveLimit Cut(AdaptiveLimit? before, int? limit, int leases, DateTimeOffset now)
    {
        if (before is not null && now - before.CutAt < Once)
            return before;
        var ceiling = Math.Max(1, limit ?? Math.Max(leases, before?.Ceiling ?? 1));
        // What is not even reached cannot have been too much.
        var from = Math.Min(Math.Max(1, leases), before?.Current ?? ceiling);
        return new AdaptiveLimit(Math.Max(1, from * Factor), ceiling, now);
    }

    /// <summary>After a good ending: one more after as many good endings as the limit allows at a time. Null when it has grown
    /// back.</summary>
    public AdaptiveLimit? Grow()
    {
        var grown = Current + (1 / Current);
        return grown >= Ceiling ? null : this with { Current = grown };
    }
}
