using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>T1. The submission is written before the task: one without a task is never read and expires with its key.</summary>
internal sealed class RedisSubmitStep(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache, OptimisticRetry attempts,
    QueueOptions options)
{
    /// <summary>Items per commit; more would block the server for milliseconds.</summary>
    private const int AtOnce = 100;

    public async Task<IReadOnlyList<SubmitOutcome>> RunAsync(SubmitBatch batch, CancellationToken cancellationToken)
    {
        await StoreAsync(batch.Items, cancellationToken);
        List<SubmitOutcome> outcomes = [];
        if (batch.Atomic)
            outcomes.AddRange(await TogetherAsync(batch, cancellationToken));
        else
            foreach (var chunk in batch.Items.Chunk(AtOnce))
                outcomes.AddRange(await InOrderAsync(new SubmitBatch(chunk, Atomic: true, batch.Now), cancellationToken));
        await ForgetAsync([.. batch.Items.Zip(outcomes).Where(pair => !IsItsOwn(pair.First, pair.Second))
            .Select(pair => pair.First.Task.Id)], cancellationToken);
        return outcomes;
    }

    private static bool IsItsOwn(Submit item, SubmitOutcome outcome) =>
        outcome is SubmitOutcome.Accepted || (outcome is SubmitOutcome.Repeated repeated && repeated.Task.Id == item.Task.Id);

    /// <summary>Deletes submissions that led to no task.</summary>
    private async Task ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
            await link.ReadAsync(
                db => Task.WhenAll(ids.SelectMany(
                    id => new[] { db.HashDeleteAsync(keys.Submission(id), id), db.HashDeleteAsync(keys.Payload(id), id) })),
                        cancellationToken);
    }

    /// <summary>One commit if all items are accepted; otherwise one by one, so that each sees the effects of those before it.</summary>
    private async Task<IReadOnlyList<SubmitOutcome>> InOrderAsync(SubmitBatch chunk, CancellationToken cancellationToken)
    {
        var together = await TogetherAsync(chunk, cancellationToken);
        if (chunk.Items.Count == 1 || together.All(outcome => outcome is SubmitOutcome.Accepted or SubmitOutcome.Repeated))
            return together;
        List<SubmitOutcome> outcomes = [];
        foreach (var item in chunk.Items)
            outcomes.AddRange(await TogetherAsync(new SubmitBatch([item], Atomic: true, chunk.Now), cancellationToken));
        return outcomes;
    }

    private Task<bool> StoreAsync(IReadOnlyList<Submit> items, CancellationToken cancellationToken) => link.ReadAsync(
        async db =>
        {
            List<Task> writes = [];
            foreach (var item in items)
            {
                var (id, text) = (item.Task.Id, SubmissionText.Of(item.Task.Spec));
                writes.Add(db.HashSetAsync(keys.Submission(id), id, text.Json));
                if (text.Payload is { } payload)
                    writes.Add(db.HashSetAsync(keys.Payload(id), id, payload));
            }

            await Task.WhenAll(writes);
            return true;
        },
        cancellationToken);

    private Task<IReadOnlyList<SubmitOutcome>> TogetherAsync(SubmitBatch batch, CancellationToken cancellationToken) =>
        attempts.RunAsync(refused => DecideAsync(batch, full: refused.Had(GuardKind.Capacity), cancellationToken), Failpoints.Submit,
            cancellationToken);

    /// <param name="full">An earlier attempt hit a limit: read the depths to tell which.</param>
    private async Task<StepAttempt<IReadOnlyList<SubmitOutcome>>> DecideAsync(SubmitBatch batch, bool full,
        CancellationToken cancellationToken)
    {
        var builder = new StepBuilder(keys, options, await gateCache.KnownAsync(cancellationToken));
        var known = await KnownAsync(batch, cancellationToken);
        var depths = full ? await ReadDepthsAsync(batch.Now, cancellationToken) : null;
        var outcomes = new SubmitOutcome[batch.Items.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = One(batch.Items[i], batch.Now, builder, known, depths);
            if (outcomes[i] is SubmitOutcome.Accepted or SubmitOutcome.Repeated)
                continue;
            // An earlier item may have been refused: the first refusal counts.
            if (depths is null && known.Accepted.Count > 0)
                return await DecideAsync(batch, full: true, cancellationToken);
            var refused = outcomes[i];
            Array.Fill(outcomes, new SubmitOutcome.NotAttempted());
            outcomes[i] = refused;
            return StepAttempt.Nothing<IReadOnlyList<SubmitOutcome>>(outcomes);
        }

        known.GuardCapacity(builder.Batch, keys, options, depths);
        return StepAttempt.Of<IReadOnlyList<SubmitOutcome>>(builder.Seal(), outcomes);
    }

    private SubmitOutcome One(Submit item, DateTimeOffset now, StepBuilder builder, SubmitFacts known, SubmitDepths? depths)
    {
        if (known.Earlier(item, now) is { } earlier)
            return earlier;
        var spec = item.Task.Spec;
        List<StoredTask> parents = [];
        foreach (var id in (spec.DependsOn ?? []).Distinct(StringComparer.Ordinal))
        {
            if ((builder.Written(id) ?? known.Parent(id)) is not { } parent)
                return new SubmitOutcome.UnknownParent(id);
            parents.Add(parent);
        }

        var policy = spec.OnParentFailure ?? ParentFailure.Fail;
        var failed = policy == ParentFailure.Fail
            ? parents.Find(parent => parent.Task.IsTerminal && parent.Task.State != TaskState.Succeeded)?.Task.Id : null;
        var submitted = Transitions.Submit(item.Task, parents.Count(parent => !parent.Task.IsTerminal), failed, now, options.Rules);
        if (depths is not null
            && Backpressure.Check(submitted.Task, depths.For(submitted.Task, known.Accepted), options, depths.EndingsPerSecond) is { } full)
            return full;
        foreach (var parent in parents.Where(parent => builder.Written(parent.Task.Id) is null))
            builder.Batch.Holds(keys.Tasks, parent.Task.Id, parent.Version, GuardKind.Row);
        var metadata = new TaskStorageMetadata { HasPayload = SubmissionText.HasPayload(spec),
            Parents = [.. parents.Select(parent => parent.Task.Id)], Key = item.IdempotencyKey is null ? null : SubmitFacts.FieldOf(item) };
        var task = builder.Write(null, submitted, metadata).Task;
        if (!task.IsTerminal)
        {
            foreach (var parent in parents)
                builder.Batch.Put(keys.Children(parent.Task.Id), task.Id, RedisDependency.Write(policy, open: !parent.Task.IsTerminal));
        }

        known.Accept(item, task, now.AddHours(options.IdempotencyHours), builder.Batch, keys);
        return new SubmitOutcome.Accepted(task);
    }

    private async Task<SubmitFacts> KnownAsync(SubmitBatch batch, CancellationToken cancellationToken)
    {
        var fields = batch.Items.Where(item => item.IdempotencyKey is not null).Select(SubmitFacts.FieldOf).Distinct(StringComparer.Ordinal)
            .ToList();
        var documents = fields.Count == 0 ? []
            : await link.ReadAsync(db => db.HashGetAsync(keys.Keys, [.. fields.Select(field => (RedisValue)field)]), cancellationToken);
        var found = fields.Zip(documents)
            .ToDictionary(pair => pair.First,
            pair => pair.Second.IsNull ? default : VersionedDocument.Read((byte[])pair.Second!, RedisJson.Default.KeyRow),
                StringComparer.Ordinal);
        var ids = found.Values.Where(key => key.Value is not null).Select(key => key.Value.TaskId)
            .Concat(batch.Items.SelectMany(item => item.Task.Spec.DependsOn ?? [])).Distinct(StringComparer.Ordinal).ToList();
        var rows = await reads.RowsAsync(ids, cancellationToken);
        return new SubmitFacts(found, rows.OfType<StoredTask>().ToDictionary(row => row.Task.Id, StringComparer.Ordinal));
    }

    private Task<SubmitDepths> ReadDepthsAsync(DateTimeOffset now, CancellationToken cancellationToken) => link.ReadAsync(
        async db =>
        {
            var counts = db.HashGetAllAsync(keys.Depth);
            var endings = await RedisEndingRate.ReadAsync(db, keys, now);
            return new SubmitDepths(
                (await counts).ToDictionary(count => (string)count.Name!, count => (int)count.Value, StringComparer.Ordinal), endings);
        },
        cancellationToken);
}
