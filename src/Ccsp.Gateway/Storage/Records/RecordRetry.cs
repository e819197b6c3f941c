using System.Diagnostics;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>Runs a step again while others come between. Every refusal means that somebody else got something done.</summary>
internal static class RecordRetry
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="attempt">A fresh step that reads, decides and is applied; whether it was, and what it returned.</param>
    /// <param name="cancellationToken">Ends it between two attempts.</param>
    /// <exception cref="StoreUnavailable">Others always came first.</exception>
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
