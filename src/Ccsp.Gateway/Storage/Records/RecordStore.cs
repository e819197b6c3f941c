namespace Ccsp.Gateway.Storage.Records;

/// <inheritdoc cref="IRecordStore"/>
/// <param name="backend">Stores the records.</param>
/// <param name="time">The store's clock.</param>
internal sealed class RecordStore(IRecordBackend backend, TimeProvider time) : IRecordStore
{
    public Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken) =>
        read(Begin(cancellationToken)).AsTask();

    public Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken) => RecordRetry.RunAsync(
        async () =>
        {
            var transaction = Begin(cancellationToken);
            var outcome = await step(transaction);
            var batch = transaction.Seal();
            return (batch.Writes.Count == 0 || await backend.ApplyAsync(batch, cancellationToken), outcome);
        },
        cancellationToken);

    private RecordStep Begin(CancellationToken cancellationToken) => new(backend.Source(cancellationToken), time.GetUtcNow());
}
