using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Queue.Records;

/// <inheritdoc cref="IQueueRecords"/>
/// <param name="backend">Where queue and records lie.</param>
/// <param name="time">The store's clock.</param>
internal sealed class QueueRecords(IQueueRecordBackend backend, TimeProvider time) : IQueueRecords
{
    public Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken) =>
        read(Begin(cancellationToken)).AsTask();

    public Task<T> WriteAsync<T>(Func<IQueueTransaction, ValueTask<T>> step, CancellationToken cancellationToken) => RecordRetry.RunAsync(
        async () =>
        {
            var transaction =
                new QueueRecordStep(Begin(cancellationToken), name => backend.GateAsync(name, cancellationToken));
            var outcome = await step(transaction);
            var batch = transaction.Seal();
            return (batch.IsEmpty || await backend.ApplyAsync(batch, cancellationToken), outcome);
        },
        cancellationToken);

    private RecordStep Begin(CancellationToken cancellationToken) => new(backend.Source(cancellationToken), time.GetUtcNow());
}
