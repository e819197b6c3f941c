namespace Ccsp.Gateway.Execution;

/// <summary>
/// Lifecycle of execution in one gateway: adopt, then claim until told to stop, then leave the runs to their supervisors or wait for them.
/// </summary>
internal sealed class RunDuties(HeartbeatDuty heartbeat, Adoption adoption, Dispatcher dispatcher, RunExecutor executor,
    StopListener stops, ExecutionSite site) : IDisposable
{
    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _leaving = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Completes once the runs of an earlier gateway are adopted; only then is anything claimed.</summary>
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

    /// <summary>The heartbeat, then adoption of leases nobody follows.</summary>
    public async Task BeatAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await heartbeat.RunOnceAsync(now, cancellationToken);
        if (site.Instance.HeldBy is not null)
            return;
        await adoption.RunOnceAsync(atStart: false, _leaving.Token);
    }

    public Task StopClaimingAsync() => _claiming.CancelAsync();

    /// <summary>Waits until every run of this instance has ended, or for <paramref name="hurry"/>.</summary>
    public Task DrainAsync(CancellationToken hurry) => site.Runs.WhenAllDone().WaitAsync(hurry);

    /// <summary>Stops following. The runs continue under their supervisors and stay leased to this instance id.</summary>
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
        }

        await site.Runs.WhenAllDone();
    }

    public void Dispose()
    {
        _claiming.Dispose();
        _leaving.Dispose();
    }
}
