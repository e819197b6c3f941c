namespace Ccsp.Gateway.Processes;

/// <summary>
/// A run as seen by the gateway, which watches, reads and stops it; the supervisor works without the gateway. Disposing only stops
/// watching; before <see cref="Release"/> it also makes the supervisor give up, so that the CLI never starts.
/// </summary>
internal sealed partial class SupervisedRun : IDisposable
{
    /// <summary>Detects what no event reports: a killed supervisor, or a system without free watches.</summary>
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(1);

    private readonly RunFolder _folder;
    private readonly RunManifest _record;
    private readonly RunSurroundings _around;
    private readonly AsyncSignal _changed = new();
    private readonly TaskCompletionSource<RunExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _overflowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _disposed = new();
    private Stream? _gate;

    private SupervisedRun(RunFolder folder, RunManifest record, RunSurroundings around)
    {
        _folder = folder;
        _record = record;
        _around = around;
    }

    public ProcessIdentity Identity => _record.Identity;

    public string Directory => _folder.Path;

    /// <summary>
    /// Completes when the CLI has ended and its supervisor has recorded it; cancelled when this object is disposed before.
    /// </summary>
    public Task<RunExit> Exited => _exited.Task;

    /// <summary>Completes when both spools together exceed <see cref="SupervisedCommand.OutputMax"/>. Stops nothing.</summary>
    public Task Overflowed => _overflowed.Task;

    /// <summary>
    /// Completes with the next change of the run's files, and at its end. Take it before checking and await it afterwards.
    /// </summary>
    public Task Changed => _changed.Next;

    /// <summary>Reads a spool from <paramref name="offset"/> until the run has ended and everything written until then was read.</summary>
    public SpoolReader Follow(SpoolStream stream, long offset = 0) => new(_folder.Spool(stream), offset, _changed, Exited);

    /// <summary>Opens the start gate. From now on the run needs no gateway.</summary>
    public void Release()
    {
        var gate = Interlocked.Exchange(ref _gate, null)
            ?? throw new InvalidOperationException("The run was already released, or was adopted.");
        try
        {
            using (gate) gate.Write("go\n"u8);
        }
        catch (IOException)
        {
            // EPIPE: the supervisor was killed at its gate. The watch below finds that it is gone.
        }
        Watch();
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _disposed.Cancel();
        if (Interlocked.Exchange(ref _gate, null) is { } gate)
        {
            gate.Dispose();
            foreach (var group in _record.Groups) CgroupFolder.Remove(group);
        }
        _exited.TrySetCanceled();
    }

    internal static SupervisedRun AtGate(RunFolder folder, RunManifest record, RunSurroundings around, Stream gate) =>
        new(folder, record, around) { _gate = gate };

    internal static SupervisedRun Living(RunFolder folder, RunManifest record, RunSurroundings around)
    {
        var run = new SupervisedRun(folder, record, around);
        run.Watch();
        return run;
    }

    internal static SupervisedRun Past(RunFolder folder, RunManifest record, RunSurroundings around, RunExit exit)
    {
        var run = new SupervisedRun(folder, record, around);
        run.Complete(exit);
        return run;
    }

    private void Watch() => _ = WatchAsync();

    private async Task WatchAsync()
    {
        try
        {
            // Not on the thread of Release, which returns at once.
            await Task.Yield();
            using var subscription = _around.Watch.Watch(_folder.Path, _changed);
            Complete(await WaitForExitAsync(_disposed.Token));
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            _exited.TrySetCanceled();
        }
        catch (Exception ex)
        {
            // Nobody awaits this method; the failure reaches those who await the exit.
            _exited.TrySetException(ex);
        }
        finally
        {
            _changed.Set();
        }
    }

    private async Task<RunExit> WaitForExitAsync(CancellationToken disposed)
    {
        using var timer = new PeriodicTimer(SlowPoll, _around.Time);
        var tick = timer.WaitForNextTickAsync(disposed).AsTask();
        while (true)
        {
            var changed = _changed.Next;
            if (_folder.ReadExit() is { } exit) return exit;
            if (_folder.OutputLength() > _record.OutputMax) _overflowed.TrySetResult();
            if (await Task.WhenAny(changed, tick) == tick)
            {
                await tick;
                tick = timer.WaitForNextTickAsync(disposed).AsTask();
                if (!Identity.IsAlive()) return _folder.ReadExit() ?? await LoseAsync();
                _changed.Set();
            }
        }
    }

    private async Task<RunExit> LoseAsync()
    {
        await _around.Kill.KillAsync(_record, cli: null);
        return new RunExit.Lost("the supervisor ended without a record of the exit") { EndedAt = _around.Time.GetUtcNow() };
    }

    private void Complete(RunExit exit)
    {
        var outOfMemory = CgroupFolder.SawOutOfMemory(_record.Groups);
        // Fails while processes remain; then KillTreeAsync removes it.
        foreach (var group in _record.Groups) CgroupFolder.Remove(group);
        if (_folder.OutputLength() > _record.OutputMax) _overflowed.TrySetResult();
        _exited.TrySetResult(exit with { OutOfMemory = outOfMemory });
    }
}
