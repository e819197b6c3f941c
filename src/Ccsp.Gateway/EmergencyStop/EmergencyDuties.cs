namespace Ccsp.Gateway.EmergencyStop;

/// <summary>Watches for triggers of an emergency stop while the gateway runs.</summary>
internal sealed class EmergencyDuties(EmergencyStopService emergency, StopFileWatch file, StopTriggers triggers) : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Completes, before the first claim, when every stop ordered during the gateway's absence is in force.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        emergency.Prepare();
        await emergency.TakeUpAsync(cancellationToken);
        await file.CheckAsync(cancellationToken);
        _loops = Task.WhenAll(file.RunAsync(_leaving.Token), triggers.RunAsync(_leaving.Token));
    }

    /// <summary>See <see cref="StopTriggers.DutyFailed"/>.</summary>
    public void DutyFailed(Exception exception) => triggers.DutyFailed(exception);

    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            await _loops;
        }
        catch (OperationCanceledException)
        {
            // The loops end by cancellation.
        }
    }

    public void Dispose() => _leaving.Dispose();
}
