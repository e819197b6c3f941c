using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Execution;

/// <summary>This process as the holder of its instance id, and whether another one is alive on this machine.</summary>
internal static class HoldingProcess
{
    /// <param name="dataFolder">Its lock is held.</param>
    public static InstanceHolder This(string dataFolder)
    {
        var locked = FileIdentity.Of(Path.Combine(dataFolder, DataFolderLock.FileName));
        return new InstanceHolder(
            Guid.NewGuid().ToString("N"),
            ProcessIdentity.CurrentBootId,
            new FileInfo("/proc/self/ns/pid").LinkTarget ?? "",
            ProcStat.Read(Environment.ProcessId)?.StartTime ?? 0,
            Path.GetFullPath(dataFolder),
            locked?.Device ?? 0,
            locked?.Inode ?? 0);
    }

    /// <summary>Whether the recorded process is certainly alive. One on another machine or in another container cannot be seen.</summary>
    public static bool IsAliveHere(Heartbeat heartbeat, InstanceHolder here) =>
        heartbeat.Holder is { } holder && holder.BootId == here.BootId && holder.PidSpace == here.PidSpace
        && ProcStat.Read(heartbeat.Pid) is { IsDead: false } stat && stat.StartTime == holder.StartTime;
}
