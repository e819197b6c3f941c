using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Records in Redis, written by the queue's commit script.</summary>
internal sealed class RedisRecordBackend(RedisLink link, QueueKeys keys, OptimisticRetry attempts, GateCache gateCache,
    QueueOptions options) : IQueueRecordBackend
{
    private const int CarriedAtOnce = 100;

    public IRecordSource Source(CancellationToken cancellationToken) => new RedisRecordSource(link, keys, cancellationToken);

    public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) => attempts.RunAsync(
        refused =>
        {
            if (IsOvertaken(refused))
                return Task.FromResult(StepAttempt.Nothing(false));
            var commit = new GuardedBatch();
            Guard(commit, batch);
            Translate(batch, commit);
            return Task.FromResult(StepAttempt.Of(commit, true));
        },
        Failpoints.Record,
        cancellationToken);

    public async ValueTask<GateState?> GateAsync(string name, CancellationToken cancellationToken) =>
        (await gateCache.KnownAsync(cancellationToken)).Gate(name);

    public Task<bool> ApplyAsync(QueueBatch batch, CancellationToken cancellationToken) => attempts.RunAsync(
        async refused =>
        {
            var snapshot = await gateCache.KnownAsync(cancellationToken);
            if (IsOvertaken(refused) || !batch.Holds(snapshot.Gate))
                return StepAttempt.Nothing(false);
            var builder = new StepBuilder(keys, options, snapshot);
            Guard(builder.Batch, batch.Records);
            foreach (var gate in batch.Gates.Keys)
                builder.Batch.Holds(keys.Gates, gate, snapshot.VersionOf(gate), GuardKind.Gate);
            Translate(batch.Records, builder.Batch);
            foreach (var change in batch.Changes)
            {
                if (Gating.Change(builder.Gate(change.Gate), change) is { } step)
                    builder.Put(step, change.Now);
            }

            foreach (var fact in batch.Facts)
                builder.Append(fact.Type, batch.At, null, fact.Data);
            return StepAttempt.Of(builder.Seal(), true);
        },
        Failpoints.Record,
        cancellationToken);

    /// <summary>
    /// Takes over what a version before this one kept in a hash: some fields at a time become records and leave the hash, each time in one
    /// commit. Costs one read where there is none. An instance of that version may write the hash once more; the next start takes that
    /// over.
    /// </summary>
    /// <param name="take">Writes what a field of the hash says.</param>
    public async Task CarryOverAsync(RedisKey old, Func<IRecordTransaction, HashEntry, ValueTask> take,
        CancellationToken cancellationToken)
    {
        while (await attempts.RunAsync(_ => CarryOverOnceAsync(old, take, cancellationToken), Failpoints.CarryOver, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<StepAttempt<bool>> CarryOverOnceAsync(RedisKey old, Func<IRecordTransaction, HashEntry, ValueTask> take,
        CancellationToken cancellationToken)
    {
        var (count, entries) = await link.ReadAsync(
            async db =>
            {
                List<HashEntry> some = [];
                var length = await db.HashLengthAsync(old);
                await foreach (var entry in db.HashScanAsync(old, pageSize: CarriedAtOnce))
                {
                    some.Add(entry);
                    if (some.Count == CarriedAtOnce)
                        break;
                }

                return (length, some);
            },
            cancellationToken);
        if (entries.Count == 0)
            return StepAttempt.Nothing(false);
        var step = new RecordStep(Source(cancellationToken), default);
        foreach (var entry in entries.DistinctBy(entry => entry.Name))
            await take(step, entry);
        var batch = new GuardedBatch();
        Translate(step.Seal(), batch);
        batch.HasFields(old, (int)count, GuardKind.Other);
        batch.Run("HDEL", old, [.. entries.Select(entry => entry.Name)]);
        return StepAttempt.Of(batch, true);
    }

    /// <exception cref="StorageFull">The server has reached its maxmemory.</exception>
    private bool IsOvertaken(ConflictCounts refused) =>
        refused.Had(GuardKind.Space) ? throw link.Condition.RefusedAsFull() : !refused.AreNone;

    /// <summary>What is asked for anew needs space, as a new task does. What follows from what is stored is written in any case.</summary>
    private static void Guard(GuardedBatch batch, RecordBatch records)
    {
        var absent = records.Guards.OfType<RecordGuard.Document>().Where(document => document.Version == 0)
            .Select(document => (document.Kind, document.Key)).ToHashSet();
        if (records.Writes.OfType<RecordWrite.Put>().Any(put => !put.WhenFull && absent.Contains((put.Kind, put.Record.Key))))
            batch.NeedsSpace();
    }

    private void Translate(RecordBatch records, GuardedBatch batch)
    {
        foreach (var guard in records.Guards)
            Guard(batch, guard);
        foreach (var write in records.Writes)
            Write(batch, write);
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
                if (RecordVersions.Is(counter))
                    break;
                batch.Rank(keys.CounterBuckets(counter.Name, counter.Partition), counter.Bucket, Field(counter));
                batch.Rank(keys.CounterNames, 0, RedisRecordSource.Series(counter));
                break;
            default:
                throw new InvalidOperationException($"No way to write {write}.");
        }
    }

    private static string Field(CounterKey counter) => RedisRecordSource.Field(counter.Bucket);
}
