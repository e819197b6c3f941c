using System.Diagnostics;

namespace Ccsp.Gateway.Processes;

/// <summary>Kills the rest of a run and returns when it is verified empty, or the limit has passed.</summary>
internal sealed class TreeKill(FolderWatch watch, TimeProvider time)
{
    /// <summary>Long enough for the kernel to tear down a large process, short enough to report a stuck one.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EventsPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ScanPoll = TimeSpan.FromMilliseconds(10);

    /// <param name="record">Of the run.</param>
    /// <param name="cli">The CLI while the supervisor lives and has to record the exit; null: kill everything.</param>
    /// <returns>The surviving process ids; empty: verified that none is left.</returns>
    public async Task<IReadOnlyList<int>> KillAsync(RunManifest record, int? cli)
    {
        if (!record.Identity.SameBoot) return [];
        if (record.Groups is [var group, ..])
        {
            await KillGroupAsync(group);
            foreach (var folder in record.Groups) CgroupFolder.Remove(folder);
            if (CgroupFolder.IsPopulated(group)) return CgroupFolder.Processes(group);
            if (cli is not null) return [];
        }
        return await KillByScanAsync(() => ProcessTree.Find(record.Identity, record.Marker, cli), time);
    }

    /// <summary>Whether no process of the run besides its supervisor is alive.</summary>
    public static bool IsEmpty(RunManifest record, int? cli) =>
        record.Groups is [var group, ..] ? !CgroupFolder.IsPopulated(group)
        : ProcessTree.Find(record.Identity, record.Marker, cli).Count == 0;

    private async Task KillGroupAsync(string group)
    {
        if (!CgroupFolder.IsPopulated(group)) return;
        var changed = new AsyncSignal();
        using var subscription = watch.Watch(Path.Combine(group, "cgroup.events"), changed);
        CgroupFolder.Kill(group);
        await Waiting.UntilAsync(() => !CgroupFolder.IsPopulated(group), changed, (Limit, EventsPoll), time);
    }

    /// <summary>A process may fork between scan and kill; only two empty scans in a row end it.</summary>
    internal static async Task<IReadOnlyList<int>> KillByScanAsync(Func<IReadOnlyList<int>> scan, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var emptyScans = 0;
        while (true)
        {
            var found = scan();
            emptyScans = found.Count == 0 ? emptyScans + 1 : 0;
            if (emptyScans == 2 || time.GetElapsedTime(start) > Limit) return found;
            foreach (var pid in found) Kill(pid);
            if (found.Count > 0) await Task.Delay(ScanPoll, time);
        }
    }

    private static void Kill(int pid)
    {
        if (NativeMethods.Kill(pid, NativeMethods.SIGKILL) == 0) return;
        // ESRCH: it ended by itself. EPERM: it changed its user, stays in the scans and is reported as a survivor.
        var errno = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        Debug.Assert(errno is NativeMethods.ESRCH or NativeMethods.EPERM, $"kill({pid}) failed with errno {errno}");
    }
}
