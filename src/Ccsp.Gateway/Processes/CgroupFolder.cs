using System.Globalization;

namespace Ccsp.Gateway.Processes;

internal static class CgroupFolder
{
    /// <returns>The created folder.</returns>
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

    /// <summary>Applies a run's limits to its group, or to groups of v1 controllers.</summary>
    /// <returns>The folders created for v1 controllers.</returns>
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

    /// <summary>Whether any process is left; a missing folder is empty.</summary>
    public static bool IsPopulated(string group) =>
        ProcFile.ReadText(Path.Combine(group, "cgroup.events"))?.Contains("populated 1", StringComparison.Ordinal) == true;

    public static IReadOnlyList<int> Processes(string group) =>
        [.. (ProcFile.ReadText(Path.Combine(group, "cgroup.procs")) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    public static void Kill(string group) => TryWrite(Path.Combine(group, "cgroup.kill"), "1");

    /// <summary>v2 counts in memory.events, v1 in memory.oom_control; both have a line "oom_kill N".</summary>
    public static bool SawOutOfMemory(IEnumerable<string> groups) =>
        groups.SelectMany(group => new[] { Path.Combine(group, "memory.events"), Path.Combine(group, "memory.oom_control") })
            .Select(ProcFile.ReadText)
            .Any(text => text?.Split('\n')
            .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0") == true);

    /// <summary>Ignores a folder that is gone or still populated; the next one who handles the run retries.</summary>
    public static void Remove(string group)
    {
        try
        {
            Directory.Delete(group);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // EBUSY until the last process is reaped, ENOENT when the folder is gone. It costs nothing and is listed in the run's record.
        }
    }

    /// <summary>
    /// A gateway killed while it created a group may leave an empty one. Only empty groups can be removed; those another gateway may just
    /// have created are skipped.
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
            // No File.WriteAllText: it truncates, and some control files reject O_TRUNC.
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
