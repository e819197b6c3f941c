using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Records in Redis: a step is a guarded batch of the queue's commit script, so there is one way to commit.</summary>
internal sealed class RedisRecordStore(RedisLink link, QueueKeys keys, OptimisticRetry attempts, RedisClock clock) : IRecordStore
{
    public Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken) =>
        read(Begin(cancellationToken)).AsTask();

    public Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken) => attempts.RunAsync(
        async _ =>
        {
            var transaction = Begin(cancellationToken);
            var outcome = await step(transaction);
            var batch = transaction.Seal();
            return batch.Writes.Count == 0 ? StepAttempt.Nothing(outcome) : StepAttempt.Of(Translate(batch), outcome);
        },
        failpoint: null,
        cancellationToken);

    private RecordStep Begin(CancellationToken cancellationToken) =>
        new(new RedisRecordSource(link, keys, cancellationToken), clock.GetUtcNow());

    private GuardedBatch Translate(RecordBatch records)
    {
        var batch = new GuardedBatch();
        foreach (var guard in records.Guards)
            Guard(batch, guard);
        foreach (var write in records.Writes)
            Write(batch, write);
        return batch;
    }

    private void Guard(GuardedBatch batch, RecordGuard guard)
    {
        switch (guard)
        {
            case RecordGuard.Document document:
                batch.Holds(keys.Records(document.Kind), document.Key, document.Version, GuardKind.Other);
                break;
            case RecordGuard.Counter(var counter, var value):
                batch.Same(keys.Counter(counter.Name, counter.Partition), Field(counter), value, GuardKind.Other);
                break;
            default:
                throw new InvalidOperationException($"No way to guard {guard}.");
        }
    }

    private void Write(GuardedBatch batch, RecordWrite write)
    {
        switch (write)
        {
            case RecordWrite.Put(var kind, var record):
                batch.Put(keys.Records(kind), record.Key, VersionedDocument.Write(record.Version, record.Json));
                batch.Rank(keys.RecordKeys(kind), 0, record.Key);
                break;
            case RecordWrite.Remove(var kind, var key):
                batch.Drop(keys.Records(kind), key);
                batch.Unrank(keys.RecordKeys(kind), key);
                break;
            case RecordWrite.Enter(var kind, var place, var key):
                batch.Rank(keys.RecordIndex(kind, place.Index, place.Entry.Partition), place.Entry.Order, key);
                break;
            case RecordWrite.Leave(var kind, var place, var key):
                batch.Unrank(keys.RecordIndex(kind, place.Index, place.Entry.Partition), key);
                break;
            case RecordWrite.Add(var counter, var by):
                batch.Add(keys.Counter(counter.Name, counter.Partition), Field(counter), by);
                batch.Rank(keys.CounterBuckets(counter.Name, counter.Partition), counter.Bucket, Field(counter));
                break;
            default:
                throw new InvalidOperationException($"No way to write {write}.");
        }
    }

    private static string Field(CounterKey counter) => RedisRecordSource.Field(counter.Bucket);
}
