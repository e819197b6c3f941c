using System.Diagnostics;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Reads, decides and commits until no guard fails. Every conflict means another step succeeded, so the system makes progress; a step gives
/// up only when the store is too busy for seconds.
/// </summary>
internal sealed class OptimisticRetry(CommitPump pump, GateCache gateCache)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="decide">Gets the guards that failed in earlier attempts.</param>
    /// <exception cref="StoreUnavailable">The store cannot be reached, or is too busy.</exception>
    public async Task<T> RunAsync<T>(Func<ConflictCounts, Task<StepAttempt<T>>> decide, string? failpoint,
        CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var refused = new ConflictCounts();
        while (true)
        {
            var attempt = await decide(refused);
            if (attempt.Batch is not { } batch)
                return attempt.Outcome;
            var commit = await pump.CommitAsync(batch, failpoint, cancellationToken);
            if (batch.ChangesGates || commit.Refused is GuardKind.Gate or GuardKind.Order)
                gateCache.Forget();
            if (commit.Refused is not { } kind)
                return attempt.Outcome;
            refused.Add(kind);
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
