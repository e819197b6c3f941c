namespace Ccsp.Gateway.Tasks;

/// <summary>Computes pauses, in whole milliseconds like every time in the store. Pure: the random number is a parameter.</summary>
internal static class Backoff
{
    /// <summary>Five per cent of a week would be a working day.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public static TimeSpan FirstPause { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Full jitter: <c>random(0, min(cap, base · 2ⁿ))</c>.</summary>
    /// <param name="used">Retries used before this one, from 0.</param>
    /// <param name="options">Base and cap.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static TimeSpan FullJitter(int used, RetryOptions options, double jitter)
    {
        // 2^30 · base is beyond every cap; larger exponents would only overflow.
        var ceiling = Math.Min(options.CapSeconds, options.BaseSeconds * Math.Pow(2, Math.Min(used, 30)));
        return WholeMilliseconds(TimeSpan.FromSeconds(ceiling * jitter));
    }

    /// <summary>
    /// The pause before an uncounted repeat: it doubles up to five minutes and has no jitter downwards, since nothing else stands between a
    /// permanent fault and a storm of starts.
    /// </summary>
    /// <param name="before">Such repeats in a row before this one, from 0.</param>
    /// <param name="first">The first pause.</param>
    public static TimeSpan Growing(int before, TimeSpan first) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Clamp(before, 0, 30))));

    /// <summary>The same from one second, with up to a tenth more, so that not everybody comes back in the same moment.</summary>
    /// <param name="before">Such repeats in a row before this one, from 0.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static TimeSpan Growing(int before, double jitter) => WholeMilliseconds(Growing(before, FirstPause) * (1 + (0.1 * jitter)));

    /// <summary>Until a time the provider reported, plus 1–5 % of the wait, a minute at most, so that not everybody wakes in the same
    /// second.</summary>
    /// <param name="resetsAt">The provider's time; one in the past counts as now.</param>
    /// <param name="jitter">Uniform in [0, 1).</param>
    public static DateTimeOffset AfterReset(DateTimeOffset resetsAt, DateTimeOffset now, double jitter)
    {
        var wait = resetsAt > now ? resetsAt - now : TimeSpan.Zero;
        var late = wait * (0.01 + (0.04 * jitter));
        return now + WholeMilliseconds(wait + (late < MostLate ? late : MostLate));
    }

    /// <summary>Upwards: a wait for a provider's reset must not end before it.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
