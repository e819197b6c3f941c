using System.Globalization;
using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>The living processes of a run as seen in /proc: the method without cgroups, and the verification with them.</summary>
internal static class ProcessTree
{
    private const int EnvironmentMax = 4 * 1024 * 1024;

    /// <summary>
    /// Members of the run's session, processes with its tag or marker, and all their descendants; without the supervisor, which still has
    /// to record the exit.
    /// </summary>
    /// <param name="supervisor">Older processes are skipped. Its session counts unless its pid was reused.</param>
    /// <param name="marker">The run's CCSP_TOKEN.</param>
    /// <param name="cli">Tells the CLI from the supervisor's tools; null when there is no supervisor.</param>
    public static IReadOnlyList<int> Find(ProcessIdentity supervisor, string marker, int? cli)
    {
        if (!supervisor.SameBoot) return [];
        var all = Snapshot(supervisor.StartTime);
        var session = all.Any(process => process.Pid == supervisor.Pid && process.StartTime != supervisor.StartTime) ? -1 : supervisor.Pid;
        var found = new HashSet<int>();
        var token = Encoding.UTF8.GetBytes($"CCSP_TOKEN={marker}");
        var buffer = new byte[16 * 1024];
        foreach (var process in all)
            if (!IsSupervisor(process) && IsOfRun(process)) found.Add(process.Pid);
        while (all.Any(process => found.Contains(process.Parent) && !IsSupervisor(process) && found.Add(process.Pid))) { }
        return [.. found];

        bool IsOfRun(ProcStat process) =>
            process.Session == session || supervisor.Tag?.IsOn(process.Pid, buffer) == true || HasVariable(process.Pid, token, ref buffer);

        // The supervisor leads the session; its children are the CLI and tools such as sync.
        bool IsSupervisor(ProcStat process) =>
            process.Pid == session || (cli is not null && process.Parent == session && process.Pid != cli && process.Session == session);
    }

    private static List<ProcStat> Snapshot(long startedSince)
    {
        var all = new List<ProcStat>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcStat.Read(pid) is { IsDead: false } stat
                && stat.StartTime >= startedSince)
                all.Add(stat);
        return all;
    }

    /// <param name="buffer">Reused for all processes; grows for a larger environment.</param>
    private static bool HasVariable(int pid, ReadOnlySpan<byte> token, ref byte[] buffer)
    {
        var length = ProcFile.Read($"/proc/{pid}/environ", buffer);
        while (length == buffer.Length && length < EnvironmentMax)
        {
            buffer = new byte[buffer.Length * 4];
            length = ProcFile.Read($"/proc/{pid}/environ", buffer);
        }
        for (var rest = buffer.AsSpan(0, length); !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            if (rest[..(end < 0 ? rest.Length : end)].SequenceEqual(token)) return true;
            if (end < 0) return false;
            rest = rest[(end + 1)..];
        }
        return false;
    }
}
