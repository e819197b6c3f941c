namespace Ccsp.Gateway.Duties;

/// <summary>
/// The one ticking loop all duties share. A round that fails is logged and tried again at the next tick; rounds of one duty never overlap.
/// </summary>
/// <param name="failed">Hears of every round that failed.</param>
internal sealed partial class DutyLoop(IReadOnlyList<Duty> duties, TimeProvider time, Action<Exception> failed, ILogger<DutyLoop> log)
    : BackgroundService
{
    /// <summary>Returns when it is cancelled and the rounds under way have ended.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(duties.Select(duty => TickAsync(duty, cancellationToken)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async Task TickAsync(Duty duty, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(duty.Every, time);
        try
        {
            do
                await RunOnceAsync(duty, cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The gateway goes away, or another one leads.
        }
    }

    private async Task RunOnceAsync(Duty duty, CancellationToken cancellationToken)
    {
        try
        {
            await duty.RunOnceAsync(time.GetUtcNow(), cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(log, ex, duty.Name);
            failed(ex);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The duty {Name} failed this time")]
        public static partial void Failed(ILogger log, Exception exception, string name);
    }
}
