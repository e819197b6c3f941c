namespace Ccsp.Gateway.Processes;

internal sealed partial class SupervisedRun
{
    /// <summary>Between the release and the CLI's pid are one fork and two writes of the script; the machine may be very busy.</summary>
    private static readonly TimeSpan ForkLimit = TimeSpan.FromSeconds(10);

    /// <summary>After the kill the script records the exit.</summary>
    private static readonly TimeSpan RecordLimit = TimeSpan.FromSeconds(10);

    private static readonly (int Number, string Name) Interrupt = (NativeMethods.SIGINT, "INT"),
        Terminate = (NativeMethods.SIGTERM, "TERM");

    /// <summary>
    /// Asks the CLI to end, first in a way that lets it save its conversation, then kills the whole tree. Returns when the tree is verified
    /// empty.
    /// </summary>
    /// <param name="ladder">A step of zero length is skipped.</param>
    /// <param name="hurry">Skips the remaining waits and kills at once; never aborts the stop.</param>
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

    /// <summary>Call it before the first signal of a stop that no store knows of.</summary>
    /// <returns>Null when the mark is written, otherwise why it is not.</returns>
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

    /// <summary>The mark of such a stop, if any.</summary>
    public RunStopMark? Mark => _folder.ReadStop();

    /// <summary>
    /// Kills what the CLI left behind: background commands and servers of an ended run, or the whole tree of a running one.
    /// </summary>
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

    /// <summary>A CLI that is not forked yet cannot be stopped, and would start afterwards.</summary>
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

    /// <summary>Only to the CLI, and only while it is certainly ours: a child of the supervisor with the recorded identity.</summary>
    private bool Send(int signal) =>
        Identity.IsAlive()
        && _folder.ReadCli() is { } pid
        && ProcStat.Read(pid) is { IsDead: false } cli && cli.Parent == Identity.Pid
        && NativeMethods.Kill(pid, signal) == 0;
}
