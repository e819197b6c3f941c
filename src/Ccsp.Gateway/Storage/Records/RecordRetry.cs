using System.Diagnostics;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>Runs a step again while others come between. Every refusal means that somebody else got something done.</summary>
internal static class RecordRetry
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="begin">A fresh step, which has read nothing.</param>
    /// <param name="step">Reads, decides, writes.</param>
    /// <param name="apply">False when the batch rests on something that has changed; then nothing was written.</param>
    /// <param name="cancellationToken">Ends it between two tries.</param>
    /// <exception cref="StoreUnavailable">Others always came first.</exception>
    public static async Task<T> RunAsync<T>(Func<RecordStep> begin, Func<IRecordTransaction, ValueTask<T>> step,
        Func<RecordBatch, Task<bool>> apply, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var transaction = begin();
            var outcome = await step(transaction);
            var batch = transaction.Seal();
            if (batch.Writes.Count == 0 || await apply(batch))
                return outcome;
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
        }
    }
}
