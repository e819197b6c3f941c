using System.Globalization;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// How many processes the kernel has killed for memory since it started, whichever cgroup version, container or the machine itself ran out.
/// A run's own cgroup tells more exactly, but not every machine lets us make one.
/// </summary>
internal static class KernelKills
{
    private const string Field = "oom_kill ";

    private const int Sigkill = 9;

    /// <summary>Null where the kernel does not count.</summary>
    public static long? Read(string file = "/proc/vmstat")
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan(Field.Length), CultureInfo.InvariantCulture, out var count) ? count : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // A hidden /proc: then only cgroups tell.
            return null;
        }
    }

    /// <summary>A SIGKILL nobody here sent, while the kernel killed somebody for memory, is taken for that.</summary>
    /// <param name="signal">What ended the program, if a signal did.</param>
    /// <param name="before">The count when the run began.</param>
    /// <param name="after">The count when it had ended.</param>
    public static bool Explain(int? signal, long? before, long? after) => signal == Sigkill && after > before;
}
