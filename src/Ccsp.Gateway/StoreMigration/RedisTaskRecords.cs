using System.Text.Json;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Tasks of a shared store, by id.</summary>
internal sealed class RedisTaskRecords(RedisLink link, QueueKeys keys, RedisTaskReads reads, CommitPump pump, QueueOptions options)
    : JsonRecords<MovedTask>("tasks", MigrationJson.Default.MovedTask)
{
    private const int Page = 100;

    /// <summary>Field of a migrated result.</summary>
    private const string ResultName = "moved";

    private static readonly GateSnapshot NoGates = new(0, new Dictionary<string, (long, GateState)>(), (0, null));

    protected override async Task<(IReadOnlyList<MovedTask> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var ids = (string[])(await link.ReadAsync(
            db => db.ExecuteAsync("ZRANGEBYLEX", keys.Ids, after is null ? "-" : "(" + after, "+", "LIMIT", 0, Page), cancellationToken))!;
        var rows = await reads.RowsAsync(ids, cancellationToken);
        if (rows.Count(row => row is null) is var missing and > 0)
            throw new InvalidDataException($"{missing} of the tasks from {ids[0]} on have no row.");
        var records = await reads.RecordsAsync([.. rows.Select(row => row!)], whole: true, cancellationToken);
        // It would become a task with an empty prompt in the other store, and start.
        if (records.FirstOrDefault(record => ReferenceEquals(record.Spec, RedisTaskReads.Lost)) is { } lost)
            throw new StoreUnsuitable($"What was submitted as task {lost.Task.Id} is gone. Delete that task, then move the store.");
        var moved = await Task.WhenAll(rows.Zip(records).Select(pair => WholeAsync(pair.First!, pair.Second, cancellationToken)));
        return (moved, ids.Length < Page ? null : ids[^1]);
    }

    protected override async Task PutAsync(IReadOnlyList<MovedTask> items, CancellationToken cancellationToken)
    {
        await link.ReadAsync(
            async db =>
            {
                await Task.WhenAll(items.SelectMany(item => TextsOf(db, item)));
                return true;
            },
            cancellationToken);
        var builder = new StepBuilder(keys, options, NoGates);
        foreach (var item in items)
            Put(builder, item);
        var commit = await pump.CommitAsync(builder.Seal(), null, cancellationToken);
        if (!commit.Applied)
            throw new InvalidOperationException($"What was to be filled has a {commit.Refused} already.");
    }

    private async Task<MovedTask> WholeAsync(StoredTask row, TaskRecord record, CancellationToken cancellationToken)
    {
        var id = row.Task.Id;
        var runs = reads.RunsAsync(id, cancellationToken);
        var (key, dependencies) = await link.ReadAsync(
            async db =>
            {
                var key = row.Metadata.Key is { } field ? db.HashGetAsync(keys.Keys, field) : Task.FromResult(RedisValue.Null);
                var dependencies = row.Task.IsTerminal ? []
                    : row.Metadata.Parents.Select(parent => db.HashGetAsync(keys.Children(parent), id)).ToList();
                return (await key, await Task.WhenAll(dependencies));
            },
            cancellationToken);
        return MovedTask.Of(record) with
        {
            Runs = await runs,
            Parents = [.. row.Metadata.Parents.Select(
                (parent, n) => new MovedParent(parent,
                    !row.Task.IsTerminal && !dependencies[n].IsNull && RedisDependency.Read(id, dependencies[n]!).Open))
                        .OrderBy(parent => parent.Id, StringComparer.Ordinal)],
            Key = KeyOf(row, key),
        };
    }

    /// <summary>The key may belong to a later task by now.</summary>
    private static MovedKey? KeyOf(StoredTask row, RedisValue document)
    {
        if (document.IsNull || VersionedDocument.Read((byte[])document!, RedisJson.Default.KeyRow).Value is not { } key
            || key.TaskId != row.Task.Id)
            return null;
        var names = row.Metadata.Key!.Split('\n', 2);
        return new MovedKey(names[0], names[1], key.Hash, key.ExpiresAt);
    }

    private IEnumerable<Task> TextsOf(IDatabase db, MovedTask item)
    {
        var text = SubmissionText.Of(item.Submission);
        yield return db.HashSetAsync(keys.Submission(item.Id), item.Id, text.Json);
        if (text.Payload is { } payload)
            yield return db.HashSetAsync(keys.Payload(item.Id), item.Id, payload);
        if (item.Result is { } result)
            yield return db.HashSetAsync(keys.Results(item.Id), ResultName,
                JsonSerializer.SerializeToUtf8Bytes(result, RedisJson.Default.ResultRow));
    }

    private void Put(StepBuilder builder, MovedTask item)
    {
        var batch = builder.Batch;
        var metadata = new TaskStorageMetadata
        {
            HasPayload = SubmissionText.HasPayload(item.Submission),
            Parents = [.. item.Parents.Select(parent => parent.Id)],
            Key = item.Key is { } named ? SubmitFacts.FieldOf(named.Caller, named.Key) : null,
            Result = item.Result is null ? null : ResultName,
        };
        var task = builder.Write(null, item.Task, fact: null, metadata).Task;
        foreach (var run in item.Runs)
            RunFields.Restore(batch, keys, run);
        if (!task.IsTerminal)
        {
            foreach (var parent in item.Parents)
                batch.Put(keys.Children(parent.Id), task.Id, RedisDependency.Write(item.OnParentFailure, parent.Open));
        }

        if (item.Key is { } key)
            SubmitFacts.Keep(batch, keys, metadata.Key!, 1, new KeyRow(task.Id, key.Hash, key.ExpiresAt));
    }
}
