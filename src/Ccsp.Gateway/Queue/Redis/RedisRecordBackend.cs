using System.Text.Json;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Records in Redis: they are written by the queue's commit script, so there is one way to commit.</summary>
internal sealed class RedisRecordBackend(RedisLink link, QueueKeys keys, OptimisticRetry attempts) : IRecordBackend
{
    public IRecordSource Source(CancellationToken cancellationToken) => new RedisRecordSource(link, keys, cancellationToken);

    public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) => attempts.RunAsync(
        refused => Task.FromResult(refused.AreNone ? StepAttempt.Of(Translate(batch), true) : StepAttempt.Nothing(false)),
        failpoint: null,
        cancellationToken);

    /// <summary>
    /// Takes documents over from the hash in which a version before this one kept them: they become records and the hash is gone, in one
    /// commit. Costs one read where there is none. An instance of that version may write the hash once more; the next start takes that over.
    /// </summary>
    /// <param name="old">Fields are keys of documents, values their JSON.</param>
    /// <exception cref="JsonException">A document makes no sense.</exception>
    public Task CarryOverAsync<T>(RedisKey old, RecordKind<T> kind, Func<byte[], T> read, CancellationToken cancellationToken)
        where T : class => attempts.RunAsync(
        async _ =>
        {
            var entries = await link.ReadAsync(db => db.HashGetAllAsync(old), cancellationToken);
            if (entries.Length == 0)
                return StepAttempt.Nothing(true);
            var step = new RecordStep(Source(cancellationToken), default);
            foreach (var entry in entries)
            {
                await step.FindAsync(kind, entry.Name!);
                step.Put(kind, read((byte[])entry.Value!));
            }

            var batch = Translate(step.Seal());
            batch.HasFields(old, entries.Length, GuardKind.Other);
            batch.Run("DEL", old);
            return StepAttempt.Of(batch, true);
        },
        failpoint: Failpoints.Record,
        cancellationToken);

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
