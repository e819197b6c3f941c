using System.Diagnostics;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Looks, decides and commits, again and again until nothing came between. Every refusal means that somebody else got something done, so
/// the whole goes on; one step gives up only when the store is too busy to let it through for seconds.
/// </summary>
internal sealed class OptimisticRetry(CommitPump pump, GateCache gateCache)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="decide">Told what refused the attempts before.</param>
    /// <param name="failpoint">Its name at the failpoints, null for none.</param>
    /// <param name="cancellationToken">Ends it between two attempts.</param>
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
