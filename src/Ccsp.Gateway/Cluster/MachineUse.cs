using System.Globalization;

namespace Ccsp.Gateway.Cluster;

/// <summary>Load of this machine, from the kernel. Each CPU reading covers the time since the previous one.</summary>
internal sealed class MachineUse
{
    private (long Busy, long All)? _before;

    /// <summary>0 to 100; null the first time, or without /proc/stat.</summary>
    public double? Processors()
    {
        if (!File.Exists("/proc/stat"))
            return null;
        var now = TimesIn(File.ReadLines("/proc/stat").First());
        var (since, until) = (_before, now);
        _before = now;
        return since is { } then && until.All > then.All ? Math.Round(100.0 * (until.Busy - then.Busy) / (until.All - then.All), 1) : null;
    }

    /// <summary>0 to 100; null without /proc/meminfo.</summary>
    public static double? Memory() => File.Exists("/proc/meminfo") ? TakenIn(File.ReadLines("/proc/meminfo")) : null;

    /// <summary>Of the line <c>cpu user nice system idle iowait irq softirq steal guest guest_nice</c>, in ticks; guest time is part of
    /// user's.</summary>
    internal static (long Busy, long All) TimesIn(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }

    internal static double? TakenIn(IEnumerable<string> lines)
    {
        long? total = null, available = null;
        foreach (var line in lines)
        {
            total ??= KiB(line, "MemTotal:");
            available ??= KiB(line, "MemAvailable:");
        }

        return total is > 0 && available is not null ? Math.Round(100.0 * (total.Value - available.Value) / total.Value, 1) : null;
    }

    private static long? KiB(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal)
        ? long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) : null;
}
