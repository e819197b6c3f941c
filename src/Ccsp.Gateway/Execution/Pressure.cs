using System.Globalization;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Share of the last ten seconds in which work stalled, in per cent, from the kernel's pressure stall information (Linux 4.20). Null if
/// unavailable.
/// </summary>
/// <param name="Memory">All work at once waited for memory: the machine is thrashing.</param>
/// <param name="Processor">Some work waited for a processor.</param>
internal readonly record struct Pressure(double? Memory, double? Processor)
{
    public static Pressure Read() => new(Average("/proc/pressure/memory", "full"), Average("/proc/pressure/cpu", "some"));

    /// <summary>Of lines such as <c>full avg10=1.25 avg60=0.50 avg300=0.10 total=1234</c>.</summary>
    internal static double? AverageIn(IEnumerable<string> lines, string kind)
    {
        foreach (var line in lines)
        {
            if (line.Split(' ') is [var first, var average, ..] && first == kind && average.StartsWith("avg10=", StringComparison.Ordinal))
                return double.Parse(average.AsSpan("avg10=".Length), CultureInfo.InvariantCulture);
        }

        return null;
    }

    private static double? Average(string file, string kind)
    {
        try
        {
            return File.Exists(file) ? AverageIn(File.ReadLines(file), kind) : null;
        }
        catch (IOException)
        {
            // EOPNOTSUPP: built in and switched off at boot.
            return null;
        }
    }
}
