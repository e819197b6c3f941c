using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Cluster;

/// <summary>
/// The leader's work: for each term of this instance its duties are made, with whatever they need of their own, and are stopped and
/// disposed of when it ends, which is before another instance can lead.
/// </summary>
/// <param name="failed">Hears of every round that failed.</param>
internal sealed class LeaderScope(Leader leader, IServiceScopeFactory scopes, TimeProvider time, Action<Exception> failed,
    ILogger<DutyLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var term in leader.Terms.ReadAllAsync(stoppingToken))
                await term.RunAsync(() => WorkAsync(term, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway goes away.
        }
    }

    private async Task WorkAsync(LeaderTerm term, CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(term.Ended, stoppingToken);
        await using var scope = scopes.CreateAsyncScope();
        List<Duty> duties = [.. scope.ServiceProvider.GetServices<LeaderDuty>().Select(leading => leading.Duty)];
        await new DutyLoop(duties, time, failed, log).RunAsync(over.Token);
    }
}
