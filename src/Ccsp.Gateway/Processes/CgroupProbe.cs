namespace Ccsp.Gateway.Processes;

/// <summary>
/// Tests by trying what this machine allows with cgroups: containers often refuse what mount tables and versions suggest.
/// </summary>
internal static class CgroupProbe
{
    private static readonly string[] Mounts = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];

    public static Containment Probe(Tools tools, DateTimeOffset now)
    {
        var mount = Mounts.FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, "cgroup.controllers")));
        if (mount is null) return Scan("no cgroup v2 is mounted");
        if (OwnGroup(controller: null) is not { } own) return Scan("/proc/self/cgroup names no v2 group");
        var home = Path.Join(mount, own).TrimEnd('/');
        var parent = Parent(home);
        if (WhyNot(parent, home, tools) is { } reason) return Scan(reason);
        var containment = new Containment.Cgroup(parent, home, Place(parent, "memory", "memory.max"), Place(parent, "pids", "pids.max"));
        CgroupFolder.SweepLeftovers(containment, now);
        return containment;

        Containment.Scan Scan(string why) => new(why, CanTag(tools));
    }

    /// <summary>Tested on a shell that waits for a line and exits without one.</summary>
    public static bool CanTag(Tools tools)
    {
        var (pid, gate) = ChildProcess.StartDetached(tools.Shell, ["-c", "read -r _"], new Dictionary<string, string>(), "/");
        using (gate) return ProcessTag.Put(pid) is not null;
    }

    /// <summary>
    /// A group with processes of its own cannot delegate controllers. For this reason systemd's DelegateSubgroup=gateway places us one
    /// level deeper, and the runs become siblings.
    /// </summary>
    private static string Parent(string own) =>
        Path.GetFileName(own) == "gateway" && MayWrite(Path.GetDirectoryName(own)!) ? Path.GetDirectoryName(own)! : own;

    private static string? WhyNot(string parent, string home, Tools tools)
    {
        if (!Directory.Exists(parent)) return $"our own cgroup {parent} is not visible here";
        var trial = Path.Combine(parent, $"ccsp-probe-{Guid.NewGuid():N}");
        try
        {
            CgroupFolder.Make(trial);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return $"{parent} is not delegated to us: {ex.Message}";
        }
        try
        {
            if (!File.Exists(Path.Combine(trial, "cgroup.kill"))) return "the kernel has no cgroup.kill (needs 5.14)";
            return ChildProcess.Run(tools.Shell,
                ["-c", "printf '0\\n' >\"$1/cgroup.procs\" && printf '0\\n' >\"$2/cgroup.procs\"", "sh", trial, home]) == 0
                ? null
                : $"processes may not be moved into groups under {parent} and back";
        }
        finally
        {
            CgroupFolder.Remove(trial);
        }
    }

    private static LimitPlace Place(string unified, string controller, string file)
    {
        if (CgroupFolder.TryWrite(Path.Combine(unified, "cgroup.subtree_control"), $"+{controller}") && Offers(unified, file))
            return new LimitPlace.Unified();
        var legacy = OwnGroup(controller) is { } own ? Path.Join($"/sys/fs/cgroup/{controller}", own).TrimEnd('/') : null;
        return legacy is not null && Directory.Exists(legacy) && MayWrite(legacy) ? new LimitPlace.Legacy(legacy) : new LimitPlace.None();
    }

    private static bool Offers(string parent, string file)
    {
        var trial = Path.Combine(parent, $"ccsp-probe-{Guid.NewGuid():N}");
        CgroupFolder.Make(trial);
        try
        {
            return File.Exists(Path.Combine(trial, file));
        }
        finally
        {
            CgroupFolder.Remove(trial);
        }
    }

    private static bool MayWrite(string folder) => NativeMethods.Access(Path.Combine(folder, "cgroup.procs"), NativeMethods.W_OK) == 0;

    /// <summary>Lines have the form "id:controllers:path"; the unified hierarchy is "0::path".</summary>
    private static string? OwnGroup(string? controller)
    {
        foreach (var line in File.ReadLines("/proc/self/cgroup"))
        {
            var fields = line.Split(':', 3);
            if (controller is null ? fields[0] == "0" : fields[1].Split(',').Contains(controller)) return fields[2];
        }
        return null;
    }
}
