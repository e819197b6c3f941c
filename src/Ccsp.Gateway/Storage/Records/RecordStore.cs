using System.Diagnostics;

namespace Ccsp.Gateway.Storage.Records;

/// <inheritdoc cref="IRecordStore"/>
/// <param name="backend">Where the records lie.</param>
/// <param name="time">The store's clock.</param>
internal sealed class RecordStore(IRecordBackend backend, TimeProvider time) : IRecordStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken) =>
        read(Begin(cancellationToken)).AsTask();

    public async Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        // Every refusal means that somebody else got something done, so the whole goes on.
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var transaction = Begin(cancellationToken);
            var outcome = await step(transaction);
            var batch = transaction.Seal();
            if (batch.Writes.Count == 0 || await backend.ApplyAsync(batch, cancellationToken))
                return outcome;
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw new StoreUnavailable($"The store is too busy: for {Patience.TotalSeconds:0} s others always came first.");
        }
    }

    private RecordStep Begin(CancellationToken cancellationToken) => new(backend.Source(cancellationToken), time.GetUtcNow());
}
