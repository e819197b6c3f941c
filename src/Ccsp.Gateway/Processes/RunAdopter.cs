namespace Ccsp.Gateway.Processes;

/// <summary>Takes over runs of an earlier gateway.</summary>
internal sealed class RunAdopter(RunSurroundings around)
{
    /// <summary>A supervisor at its gate either passes or gives up at once, because the other end of its pipe is gone.</summary>
    private static readonly TimeSpan GateLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GatePoll = TimeSpan.FromMilliseconds(10);

    /// <summary>Determines the state of a run of an earlier gateway, and takes it over.</summary>
    public async Task<AdoptOutcome> AdoptAsync(string directory)
    {
        var folder = new RunFolder(directory);
        var record = folder.ReadRecord();
        if (record is null) return folder.WasReleased() ? Gone(folder, Unreadable, "its record was lost with the power")
            : new AdoptOutcome.NeverReleased(Recorded: false);
        if (record.Identity.IsAlive() && !folder.WasReleased()) await WaitAtGateAsync(folder, record);
        if (!folder.WasReleased())
        {
            foreach (var group in record.Groups) CgroupFolder.Remove(group);
            return new AdoptOutcome.NeverReleased(Recorded: true);
        }
        // Check for life first: the exit is written before the supervisor ends, never after.
        var alive = record.Identity.IsAlive();
        if (folder.ReadExit() is { } exit) return Ended(folder, record, exit);
        if (alive) return new AdoptOutcome.Live(SupervisedRun.Living(folder, record, around));
        await around.Kill.KillAsync(record, cli: null);
        return Gone(folder, record,
            record.Identity.SameBoot ? "its supervisor ended without a record of the exit" : "the machine was restarted");
    }

    private static RunManifest Unreadable { get; } = new(ProcessIdentity.Unknown, "", long.MaxValue, []);

    private async Task WaitAtGateAsync(RunFolder folder, RunManifest record)
    {
        var decided = await Waiting.UntilAsync(() => folder.WasReleased() || !record.Identity.IsAlive(), new AsyncSignal(),
            (GateLimit, GatePoll), around.Time);
        // Another process still holds the gate's other end; the run is ours now and was not started.
        if (!decided && record.Identity.IsAlive()) _ = NativeMethods.Kill(record.Identity.Pid, NativeMethods.SIGKILL);
    }

    private AdoptOutcome.Ended Ended(RunFolder folder, RunManifest record, RunExit exit)
    {
        var run = SupervisedRun.Past(folder, record, around, exit);
        return new AdoptOutcome.Ended(run, run.Exited.Result);
    }

    private AdoptOutcome.Gone Gone(RunFolder folder, RunManifest record, string reason)
    {
        var exit = new RunExit.Lost(reason) { EndedAt = around.Time.GetUtcNow() };
        return new AdoptOutcome.Gone(SupervisedRun.Past(folder, record, around, exit), reason);
    }
}
