namespace Ccsp.Bench.Support;

/// <summary>Quantiles of measured values.</summary>
internal static class Sample
{
    public static double Median(this IEnumerable<double> values) => values.Quantile(0.5);

    /// <summary>Nearest rank: always a value that was measured.</summary>
    public static double Quantile(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
