namespace Ccsp.Gateway.Processes;

/// <summary>Identifies a process despite reused process ids and reboots.</summary>
/// <param name="Pid">The supervisor's process id, which is also the session id of the run.</param>
/// <param name="StartTime">Clock ticks after boot, field 22 of /proc/PID/stat.</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id at the start.</param>
/// <param name="Cgroup">The cgroup folder of the CLI, if it has its own. The supervisor is not in it.</param>
internal sealed record ProcessIdentity(int Pid, long StartTime, string BootId, string? Cgroup)
{
    /// <summary>The tag of the process and all its descendants; null where the system does not allow it.</summary>
    public ProcessTag? Tag { get; init; }

    /// <summary>The identity of a run whose record is unreadable; it matches no process.</summary>
    public static ProcessIdentity Unknown { get; } = new(0, 0, "", null);

    /// <summary>Of this boot, without a session: the run's other marks must identify its processes.</summary>
    public static ProcessIdentity Anybody { get; } = new(-1, 0, CurrentBoot(), null);

    public static string CurrentBootId { get; } = CurrentBoot();

    public bool SameBoot => BootId == CurrentBootId;

    private static string CurrentBoot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public bool IsAlive() => SameBoot && ProcStat.Read(Pid) is { IsDead: false } stat && stat.StartTime == StartTime;
}
