namespace Ccsp.Gateway.Gates;

/// <summary>What watches for reasons to stop, for as long as the gateway lives.</summary>
internal sealed class EmergencyDuties(EmergencyStop emergency, StopFileWatch file, StopTriggers triggers) : IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private Task loops = Task.CompletedTask;

    /// <summary>Before the first claim: what was ordered while the gateway was away, by a stop file or otherwise, is obeyed when this completes.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        emergency.Prepare();
        await emergency.TakeUpAsync(stop);
        await file.LookAsync(stop);
        loops = Task.WhenAll(file.RunAsync(leaving.Token), triggers.RunAsync(leaving.Token));
    }

    /// <summary>For <see cref="StopTriggers.DutyFailed"/>.</summary>
    public void DutyFailed(Exception problem) => triggers.DutyFailed(problem);

    public async Task LeaveAsync()
    {
        await leaving.CancelAsync();
        try
        {
            await loops;
        }
        catch (OperationCanceledException)
        {
            // That is how the loops end.
        }
    }

    public void Dispose() => leaving.Dispose();
}
