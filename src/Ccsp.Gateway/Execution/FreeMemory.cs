using System.Globalization;

namespace Ccsp.Gateway.Execution;

/// <summary>The memory gate's fact: how many more runs fit into what the machine has left.</summary>
internal static class FreeMemory
{
    /// <summary>Memory the kernel could hand out without swapping, in MiB; null where /proc/meminfo does not say.</summary>
    public static long? AvailableMiB()
    {
        if (!File.Exists("/proc/meminfo"))
            return null;
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
                return long.Parse(line.AsSpan(13).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) / 1024;
        }

        return null;
    }

    /// <param name="availableMiB">Free memory; null: unknown, which is no reason to stop working.</param>
    /// <param name="perRunMiB">What one run takes; 0: not considered.</param>
    public static int Slots(long? availableMiB, int perRunMiB) =>
        availableMiB is null || perRunMiB == 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, availableMiB.Value / perRunMiB);
}
