namespace Ccsp.Gateway.Processes;

internal sealed partial class SupervisedRun
{
    /// <summary>A fork and two writes by the script lie between the release and the CLI's pid; a machine may be very busy.</summary>
    private static readonly TimeSpan ForkLimit = TimeSpan.FromSeconds(10);

    /// <summary>After the kill the script records the exit.</summary>
    private static readonly TimeSpan RecordLimit = TimeSpan.FromSeconds(10);

    private static readonly (int Number, string Name) Interrupt = (NativeMethods.SIGINT, "INT"),
        Terminate = (NativeMethods.SIGTERM, "TERM");

    /// <summary>
    /// Asks the CLI to end, first in a way that lets it save its conversation, then kills the whole tree. Returns when the tree is verified
    /// empty.
    /// </summary>
    /// <param name="ladder">A rung of zero length is left out.</param>
    /// <param name="hurry">Skips what is left of the waits and goes straight to the kill; it never abandons the stop.</param>
    public async Task<StopReceipt> StopAsync(StopLadder ladder, CancellationToken hurry = default)
    {
        if (_gate is not null) throw new InvalidOperationException("The run was not released; dispose it instead.");
        var start = _around.Time.GetTimestamp();
        var sent = new List<string>();
        await WaitForForkAsync();
        if (!await SendAndWaitAsync(Interrupt, ladder.AfterInterrupt, sent, hurry))
            await SendAndWaitAsync(Terminate, ladder.AfterTerminate, sent, hurry);
        var survivors = await KillTreeAsync(sent);
        return new StopReceipt(sent, survivors, _around.Time.GetElapsedTime(start));
    }

    /// <summary>Before the first signal of a stop that no store knows of yet.</summary>
    /// <returns>Null when the mark is there, else why it is not.</returns>
    public string? TryMark(RunStopMark mark)
    {
        try
        {
            _folder.WriteStop(mark);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }

    /// <summary>The mark of such a stop.</summary>
    public RunStopMark? Mark => _folder.ReadStop();

    /// <summary>Kills what the CLI left behind: background commands and servers of a run that is over, or the whole tree of one that is
    /// not.</summary>
    public async Task<StopReceipt> KillTreeAsync()
    {
        var start = _around.Time.GetTimestamp();
        var sent = new List<string>();
        var survivors = await KillTreeAsync(sent);
        return new StopReceipt(sent, survivors, _around.Time.GetElapsedTime(start));
    }

    private async Task<IReadOnlyList<int>> KillTreeAsync(List<string> sent)
    {
        await WaitForForkAsync();
        var cli = _folder.ReadCli();
        if (!TreeKill.IsEmpty(_record, cli)) sent.Add("KILL");
        var survivors = await _around.Kill.KillAsync(_record, cli);
        if (survivors.Count == 0) await WaitForRecordAsync();
        return survivors;
    }

    private Task<bool> WaitForRecordAsync() =>
        Waiting.UntilAsync(() => Exited.IsCompleted, _changed, (RecordLimit, SlowPoll), _around.Time);

    /// <summary>What has not been forked cannot be stopped, and would start afterwards.</summary>
    private Task<bool> WaitForForkAsync() =>
        Waiting.UntilAsync(() => Exited.IsCompleted || _folder.ReadCli() is not null, _changed, (ForkLimit, SlowPoll), _around.Time);

    /// <returns>Whether the CLI has ended.</returns>
    private async Task<bool> SendAndWaitAsync((int Number, string Name) signal, TimeSpan patience, List<string> sent,
        CancellationToken hurry)
    {
        if (Exited.IsCompleted) return true;
        if (patience <= TimeSpan.Zero || hurry.IsCancellationRequested) return false;
        if (Send(signal.Number)) sent.Add(signal.Name);
        return await Waiting.UntilAsync(() => Exited.IsCompleted, _changed, (patience, SlowPoll), _around.Time, hurry);
    }

    /// <summary>To the CLI alone, and only while it is provably ours: child of the supervisor we know by identity.</summary>
    private bool Send(int signal) =>
        Identity.IsAlive()
        && _folder.ReadCli() is { } pid
        && ProcStat.Read(pid) is { IsDead: false } cli && cli.Parent == Identity.Pid
        && NativeMethods.Kill(pid, signal) == 0;
}
