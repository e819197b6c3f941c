using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>T2, T13, T14, T19, T20 and gates: changes by people and callers.</summary>
internal sealed class RedisChangeSteps(QueueKeys keys, IdReads ids, RedisTaskReads reads, GateCache gateCache, OptimisticRetry attempts,
    DependentResolution dependents, QueueOptions options)
{
    private const int RowsAtOnce = 500;

    /// <summary>Pages scanned per step of a clear.</summary>
    private const int PagesOfClear = 4;

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken) => attempts.RunAsync<ChangeOutcome>(
        async refused =>
        {
            if (await reads.RowAsync(change.TaskId, cancellationToken) is not { } row)
                return StepAttempt.Nothing<ChangeOutcome>(new ChangeOutcome.NotFound());
            var parents = change is TaskChange.Retry ? await reads.RowsAsync(row.Metadata.Parents, cancellationToken) : [];
            switch (change.Decide(row.Task, await ParentsAsync(row, parents, cancellationToken), options.Rules))
            {
                case TransitionResult.Applied applied:
                    var builder = new StepBuilder(keys, options, await gateCache.KnownAsync(cancellationToken));
                    var next = await WriteAsync(builder, row, applied, change, parents, refused, cancellationToken);
                    return StepAttempt.Of<ChangeOutcome>(builder.Seal(), new ChangeOutcome.Applied(next));
                case TransitionResult.Refused no:
                    return StepAttempt.Nothing<ChangeOutcome>(new ChangeOutcome.Refused(row.Task, no.Reason));
                default:
                    throw new InvalidOperationException("A change by hand needs no lease.");
            }
        },
        null,
        cancellationToken);

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken) => attempts.RunAsync(
        async _ =>
        {
            var snapshot = await gateCache.CurrentAsync(cancellationToken);
            var before = snapshot.Gate(change.Gate);
            if (Gating.Change(before, change) is not { } step)
                return StepAttempt.Nothing(before ?? new GateState { Name = change.Gate });
            var builder = new StepBuilder(keys, options, snapshot);
            var after = builder.Put(step, change.Now);
            return StepAttempt.Of(builder.Seal(), after);
        },
        Failpoints.Gate,
        cancellationToken);

    /// <summary>Newest first, so that a child is cancelled itself instead of failing with its parent.</summary>
    public async Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken)
    {
        var cancelled = 0;
        for (var pages = 0; pages < PagesOfClear && cancelled < limit; pages++)
        {
            var (rows, next) = await ids.PageAsync(after, RowsAtOnce, cancellationToken);
            var remaining = limit - cancelled;
            List<StoredTask> found = [.. rows.Where(row => Matches(row.Task, filter)).Take(remaining)];
            foreach (var wave in ChildrenFirst(found))
                cancelled += (await Task.WhenAll(wave.Select(id => CancelAsync(id, filter, cancellationToken)))).Count(done => done);
            after = found.Count == remaining ? found[^1].Task.Id : next;
            if (after is null)
                break;
        }

        return new ClearStep(cancelled, after);
    }

    /// <summary>Independent tasks that are cancelled concurrently, so that their commits share calls.</summary>
    private static IEnumerable<IReadOnlyList<string>> ChildrenFirst(IEnumerable<StoredTask> newestFirst)
    {
        List<string> wave = [];
        HashSet<string> parents = new(StringComparer.Ordinal);
        foreach (var row in newestFirst)
        {
            if (parents.Contains(row.Task.Id))
            {
                yield return wave;
                (wave, parents) = ([], new(StringComparer.Ordinal));
            }

            wave.Add(row.Task.Id);
            parents.UnionWith(row.Metadata.Parents);
        }

        if (wave.Count > 0)
            yield return wave;
    }

    private static bool Matches(AgentTask task, ClearFilter filter) =>
        !task.IsLeased && !task.IsTerminal
        && (filter.State is null || task.State == filter.State)
        && (filter.Priority is null || task.Priority == filter.Priority)
        && (filter.Group is null || task.Group == filter.Group)
        && (filter.Agent is null || task.Agent == filter.Agent);

    private Task<bool> CancelAsync(string id, ClearFilter filter, CancellationToken cancellationToken) => attempts.RunAsync(
        async refused =>
        {
            if (await reads.RowAsync(id, cancellationToken) is not { } row || !Matches(row.Task, filter)
                || Transitions.Cancel(row.Task, filter.Actor, filter.Now, filter.Reason) is not TransitionResult.Applied applied)
                return StepAttempt.Nothing(false);
            var builder = new StepBuilder(keys, options, await gateCache.KnownAsync(cancellationToken));
            var next = builder.Write(row, applied).Task;
            await dependents.FollowAsync(builder, next, filter.Now, refused, cancellationToken);
            return StepAttempt.Of(builder.Seal(), true);
        },
        null,
        cancellationToken);

    private async Task<AgentTask> WriteAsync(StepBuilder builder, StoredTask row, TransitionResult.Applied applied, TaskChange change,
        IReadOnlyList<StoredTask?> parents, ConflictCounts refused, CancellationToken cancellationToken)
    {
        var metadata = change switch
        {
            TaskChange.SetMetadata replaced => row.Metadata with { Metadata = replaced.Metadata },
            // A task that runs again has no result.
            TaskChange.Retry => row.Metadata with { Result = null },
            _ => row.Metadata,
        };
        var next = builder.Write(row, applied, metadata).Task;
        if (row.Task.IsTerminal && !next.IsTerminal)
            KeepParents(builder, row, parents.OfType<StoredTask>(), (await ParentsAsync(row, parents, cancellationToken)).OnFailure);
        if (next.IsTerminal && !row.Task.IsTerminal)
            await dependents.FollowAsync(builder, next, change.Now, refused, cancellationToken);
        return next;
    }

    private async Task<RetryParents> ParentsAsync(StoredTask row, IReadOnlyList<StoredTask?> parents, CancellationToken cancellationToken)
    {
        if (parents.Count == 0)
            return RetryParents.None;
        var spec = (await reads.SubmissionsAsync([row], whole: false, cancellationToken))[0];
        return new RetryParents([.. parents.OfType<StoredTask>().Select(parent => parent.Task)],
            spec?.OnParentFailure ?? ParentFailure.Fail);
    }

    /// <summary>A retried task protects its parents from deletion again and waits for those that have not ended.</summary>
    private void KeepParents(StepBuilder builder, StoredTask row, IEnumerable<StoredTask> parents, ParentFailure onFailure)
    {
        foreach (var parent in parents)
        {
            builder.Batch.Holds(keys.Tasks, parent.Task.Id, parent.Version, GuardKind.Row);
            builder.Batch.Put(keys.Children(parent.Task.Id), row.Task.Id, RedisDependency.Write(onFailure, open: !parent.Task.IsTerminal));
        }
    }
}
