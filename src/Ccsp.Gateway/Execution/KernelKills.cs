using System.Globalization;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Count of out-of-memory kills by the kernel, of any cgroup, container or the machine. A run's own cgroup is more precise, but not every
/// machine allows one.
/// </summary>
internal static class KernelKills
{
    private const string Field = "oom_kill ";

    private const int Sigkill = 9;

    public static long? Read(string file = "/proc/vmstat")
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan(Field.Length), CultureInfo.InvariantCulture, out var count) ? count : null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // /proc is hidden; only cgroups tell.
            return null;
        }
    }

    /// <summary>A SIGKILL we did not send, together with a kernel kill, counts as out of memory.</summary>
    /// <param name="signal">What ended the program, if a signal did.</param>
    /// <param name="before">The count when the run began.</param>
    /// <param name="after">The count when it had ended.</param>
    public static bool Explain(int? signal, long? before, long? after) => signal == Sigkill && after > before;
}
