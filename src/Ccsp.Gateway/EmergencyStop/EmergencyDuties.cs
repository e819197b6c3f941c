namespace Ccsp.Gateway.EmergencyStop;

/// <summary>What watches for reasons to stop, for as long as the gateway lives.</summary>
internal sealed class EmergencyDuties(EmergencyStopService emergency, StopFileWatch file, StopTriggers triggers) : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Before the first claim: what was ordered while the gateway was away, by a stop file or otherwise, is obeyed when this
    /// completes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        emergency.Prepare();
        await emergency.TakeUpAsync(cancellationToken);
        await file.LookAsync(cancellationToken);
        _loops = Task.WhenAll(file.RunAsync(_leaving.Token), triggers.RunAsync(_leaving.Token));
    }

    /// <summary>For <see cref="StopTriggers.DutyFailed"/>.</summary>
    public void DutyFailed(Exception problem) => triggers.DutyFailed(problem);

    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            await _loops;
        }
        catch (OperationCanceledException)
        {
            // That is how the loops end.
        }
    }

    public void Dispose() => _leaving.Dispose();
}
