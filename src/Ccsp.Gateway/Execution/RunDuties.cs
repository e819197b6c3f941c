namespace Ccsp.Gateway.Execution;

/// <summary>
/// The life of execution in one gateway: take up what an earlier one left, then claim until told to stop claiming, then either leave the
/// runs to their supervisors or wait for them.
/// </summary>
internal sealed class RunDuties(HeartbeatDuty heartbeat, Adoption adoption, Dispatcher dispatcher, RunExecutor executor,
    StopListener stops, ExecutionSite site) : IDisposable
{
    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _leaving = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Completes when the runs an earlier gateway left are followed again; only then is anything claimed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await heartbeat.RunOnceAsync(site.Time.GetUtcNow(), cancellationToken);
        if (site.Instance.HeldBy is null)
            await adoption.RunOnceAsync(atStart: true, _leaving.Token);
        await executor.PrepareAsync();
        _loops = Task.WhenAll(
            dispatcher.RunAsync((claimed, active) => executor.ExecuteAsync(claimed, active, _leaving.Token), _claiming.Token),
            stops.RunAsync(_leaving.Token));
    }

    /// <summary>The heartbeat, and a look for leases nobody follows.</summary>
    public async Task BeatAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await heartbeat.RunOnceAsync(now, cancellationToken);
        if (site.Instance.HeldBy is not null)
            return;
        await adoption.RunOnceAsync(atStart: false, _leaving.Token);
    }

    /// <summary>No more claims.</summary>
    public Task StopClaimingAsync() => _claiming.CancelAsync();

    /// <summary>Waits until every run of this instance has ended, or for <paramref name="hurry"/>.</summary>
    public Task DrainAsync(CancellationToken hurry) => site.Runs.WhenAllDone().WaitAsync(hurry);

    /// <summary>Stops following. The runs go on under their supervisors; their leases stay with this instance's id.</summary>
    public async Task LeaveAsync()
    {
        await _claiming.CancelAsync();
        if (site.Runs.Count > 0)
            await heartbeat.LeaveAsync(site.Time.GetUtcNow());
        await _leaving.CancelAsync();
        try
        {
            await _loops;
        }
        catch (OperationCanceledException)
        {
            // That is how the loops end.
        }

        await site.Runs.WhenAllDone();
    }

    public void Dispose()
    {
        _claiming.Dispose();
        _leaving.Dispose();
    }
}
