using System.Diagnostics;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>Repeats a step that conflicted. A conflict means that another writer made progress.</summary>
internal static class RecordRetry
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="attempt">A fresh attempt that reads, decides and applies: whether it was applied, and its result.</param>
    /// <param name="cancellationToken">Observed between attempts.</param>
    /// <exception cref="StoreUnavailable">Other writers always came first.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<(bool IsApplied, T Outcome)>> attempt, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await attempt() is (true, var outcome))
                return outcome;
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
        }
    }
}
