using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>T21: deletes by age, then the oldest beyond the limit; never a parent of an unended task.</summary>
internal sealed class RedisRetentionStep(RedisLink link, QueueKeys keys, RedisTaskReads reads, OptimisticRetry attempts)
{
    private readonly FeedTrim _feed = new(link, keys);

    public async Task<IReadOnlyList<string>> RunAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        await ForgetKeysAsync(request, cancellationToken);
        var keep = request.Retention;
        var old = await OldestAsync(state => request.Now.AddDays(-(state == TaskState.Succeeded ? keep.SucceededDays : keep.OtherDays)),
            request.Limit, cancellationToken);
        var ended = (await link.ReadAsync(db => Task.WhenAll(EndedStates.All.Select(state => db.SortedSetLengthAsync(keys.Ended(state)))),
            cancellationToken)).Sum();
        var excess = (int)Math.Min(request.Limit, ended - keep.MaximumCount) - old.Count;
        var surplus = excess > 0
            ? (await OldestAsync(_ => DateTimeOffset.MaxValue, request.Limit, cancellationToken)).Except(old).Take(excess) : [];
        List<string> deleted = [];
        foreach (var id in old.Concat(surplus))
        {
            if (await DeleteAsync(id, cancellationToken))
                deleted.Add(id);
        }

        await _feed.RunAsync(deleted.Count, cancellationToken);
        return deleted;
    }

    private async Task<IReadOnlyList<string>> OldestAsync(Func<TaskState, DateTimeOffset> until, int limit,
        CancellationToken cancellationToken)
    {
        var found = await link.ReadAsync(
            db => Task.WhenAll(EndedStates.All.Select(
                state => db.SortedSetRangeByScoreWithScoresAsync(keys.Ended(state), double.NegativeInfinity, Milliseconds.Of(until(state)),
                    take: limit))), cancellationToken);
        List<string> ids = [.. found.SelectMany(items => items).OrderBy(entry => entry.Score)
            .ThenBy(entry => (string)entry.Element!, StringComparer.Ordinal).Select(entry => (string)entry.Element!)];
        var children = await link.ReadAsync(db => Task.WhenAll(ids.Select(id => db.HashLengthAsync(keys.Children(id)))), cancellationToken);
        return [.. ids.Zip(children).Where(pair => pair.Second == 0).Select(pair => pair.First).Take(limit)];
    }

    /// <summary>The row first: what remains after a crash is then unreachable, never missing.</summary>
    private async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var deleted = await attempts.RunAsync(
            async refused =>
            {
                if (refused.Had(GuardKind.Children) || await reads.RowAsync(id, cancellationToken) is not { Task.IsTerminal: true } row)
                    return StepAttempt.Nothing(false);
                var batch = new GuardedBatch();
                batch.Holds(keys.Tasks, id, row.Version, GuardKind.Row);
                batch.HasFields(keys.Children(id), 0, GuardKind.Children);
                new TaskIndexes(batch, keys).Move(row, null);
                batch.Drop(keys.Tasks, id);
                batch.Unrank(keys.Ids, id);
                batch.Run("DEL", keys.Events(id));
                batch.Run("DEL", keys.Runs(id));
                if (row.Metadata.Key is { } field)
                    await ForgetKeyAsync(batch, field, id, cancellationToken);
                return StepAttempt.Of(batch, true);
            },
            null,
            cancellationToken);
        if (deleted)
            await link.ReadAsync(async db =>
            {
                await Task.WhenAll(db.HashDeleteAsync(keys.Submission(id), id), db.HashDeleteAsync(keys.Payload(id), id),
                    db.KeyDeleteAsync(keys.Results(id)));
                return true;
            }, cancellationToken);
        return deleted;
    }

    /// <summary>An expired key may already belong to a later task.</summary>
    private async Task ForgetKeyAsync(GuardedBatch batch, string field, string taskId, CancellationToken cancellationToken)
    {
        var document = await link.ReadAsync(db => db.HashGetAsync(keys.Keys, field), cancellationToken);
        if (document.IsNull || VersionedDocument.Read((byte[])document!, RedisJson.Default.KeyRow) is not (var version, { } key)
            || key.TaskId != taskId)
            return;
        batch.Holds(keys.Keys, field, version, GuardKind.Other);
        batch.Drop(keys.Keys, field);
        batch.Unrank(keys.KeyTimes, field);
    }

    /// <summary>Keys nobody asks for any more.</summary>
    private async Task ForgetKeysAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        var fields = await link.ReadAsync(
            db => db.SortedSetRangeByScoreAsync(keys.KeyTimes, double.NegativeInfinity, Milliseconds.Of(request.Now), take: request.Limit),
                cancellationToken);
        if (fields.Length == 0)
            return;
        await attempts.RunAsync(
            async _ =>
            {
                var documents = await link.ReadAsync(db => db.HashGetAsync(keys.Keys, fields), cancellationToken);
                var batch = new GuardedBatch();
                foreach (var (field, document) in fields.Zip(documents))
                {
                    var (version, key) = document.IsNull ? default : VersionedDocument.Read((byte[])document!, RedisJson.Default.KeyRow);
                    // It may have been used anew meanwhile.
                    if (key is not null && Milliseconds.Time(key.ExpiresAt) > request.Now)
                        continue;
                    batch.Holds(keys.Keys, field!, version, GuardKind.Other);
                    batch.Drop(keys.Keys, field);
                    batch.Unrank(keys.KeyTimes, field);
                }

                return batch.IsEmpty ? StepAttempt.Nothing(false) : StepAttempt.Of(batch, true);
            },
            null,
            cancellationToken);
    }
}
