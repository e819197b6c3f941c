using System.Globalization;

namespace Ccsp.Gateway.Processes;

/// <summary>The cgroup folders of one run.</summary>
internal static class CgroupFolder
{
    /// <returns>The folder made.</returns>
    public static string Create(Containment.Cgroup containment, string name)
    {
        var group = Path.Combine(containment.Parent, name);
        Make(group);
        return group;
    }

    public static void Make(string group)
    {
#pragma warning disable RS0030 // The kernel's own file system, not the data folder.
        Directory.CreateDirectory(group);
#pragma warning restore RS0030
    }

    /// <summary>Puts the limits of a run on its group, or on groups of v1 controllers beside it.</summary>
    /// <returns>The folders made for v1 controllers.</returns>
    public static IReadOnlyList<string> Limit(Containment.Cgroup containment, string group, SupervisedCommand command)
    {
        List<string> made = [];
        Limit(containment.Memory, command.MemoryMax, "memory.max", "memory.limit_in_bytes");
        Limit(containment.Pids, command.PidsMax, "pids.max", "pids.max");
        return made;

        void Limit(LimitPlace place, long? limit, string unifiedFile, string legacyFile)
        {
            if (limit is not { } value || place is LimitPlace.None) return;
            var text = value.ToString(CultureInfo.InvariantCulture);
            if (place is LimitPlace.Legacy legacy)
            {
                var folder = Path.Combine(legacy.Parent, Path.GetFileName(group));
                Make(folder);
                made.Add(folder);
                File.WriteAllText(Path.Combine(folder, legacyFile), text);
            }
            else
            {
                File.WriteAllText(Path.Combine(group, unifiedFile), text);
            }
        }
    }

    /// <summary>Whether any process is left; a folder that is gone is empty.</summary>
    public static bool IsPopulated(string group) =>
        ProcFile.ReadText(Path.Combine(group, "cgroup.events"))?.Contains("populated 1", StringComparison.Ordinal) == true;

    public static IReadOnlyList<int> Processes(string group) =>
        [.. (ProcFile.ReadText(Path.Combine(group, "cgroup.procs")) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    public static void Kill(string group) => TryWrite(Path.Combine(group, "cgroup.kill"), "1");

    /// <summary>v2 counts in memory.events, v1 in memory.oom_control; both as a line "oom_kill N".</summary>
    public static bool SawOutOfMemory(IEnumerable<string> groups) =>
        groups.SelectMany(group => new[] { Path.Combine(group, "memory.events"), Path.Combine(group, "memory.oom_control") })
            .Select(ProcFile.ReadText)
            .Any(text => text?.Split('\n')
            .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0") == true);

    /// <summary>Leaves alone what is already gone or still populated; whoever sees the run next tries again.</summary>
    public static void Remove(string group)
    {
        try
        {
            Directory.Delete(group);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // EBUSY while a process has not been reaped, ENOENT when it is gone. The folder costs nothing and is named by the run's record.
        }
    }

    /// <summary>
    /// A gateway killed while it made a group may leave an empty one. Only empty ones can be removed, and not those another
    /// gateway may just have made.
    /// </summary>
    public static void SweepLeftovers(Containment.Cgroup containment, DateTimeOffset now)
    {
        string[] parents = [containment.Parent,
            .. new[] { containment.Memory, containment.Pids }.OfType<LimitPlace.Legacy>().Select(place => place.Parent)];
        foreach (var group in parents.SelectMany(parent => Directory.GetDirectories(parent, "ccsp-*")))
            if (now - Directory.GetLastWriteTimeUtc(group) > TimeSpan.FromMinutes(1)) Remove(group);
    }

    public static bool TryWrite(string file, string text)
    {
        try
        {
            // No File.WriteAllText: it truncates, and some control files do not take O_TRUNC.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            return true;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
