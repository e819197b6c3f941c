using System.Diagnostics;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>The periodic transitions, one commit per task, so that a failing one blocks nothing.</summary>
internal sealed partial class RedisSweepStep(
    RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache, OptimisticRetry attempts, DependentResolution dependents,
    RedisRetentionStep retention, IdleGroups groups, LaneCheck lanes,
    EmptyLeases empty, QueueOptions options, ILogger logger)
{
    /// <summary>Lease duration when the instance never sent a heartbeat.</summary>
    private static readonly TimeSpan Unheard = TimeSpan.FromSeconds(20);

    private long? _lastLossCheck;

    public async Task<SweepReport> RunAsync(SweepRequest request, CancellationToken cancellationToken)
    {
        var (now, limit) = (request.Now, request.Limit);
        var silent = await MarkSilentAsync(now, request.Sweeper, cancellationToken);
        Dictionary<string, LostRun> runs = new(StringComparer.Ordinal);
        var lost = await EachAsync(await LeasesEndedAsync(silent, request, cancellationToken), Losing(silent, request, runs),
            cancellationToken, EndRun(now, runs));
        var resumed = await OpenAsync(now, limit, cancellationToken);
        var due = await EachAsync(await UntilAsync(keys.Due, now, limit, cancellationToken),
            row => Transitions.Due(row.Task, now, options.Rules), cancellationToken) + resumed;
        var expired = await EachAsync(await UntilAsync(keys.Expiring, now, limit, cancellationToken),
            row => Transitions.Expire(row.Task, now), cancellationToken);
        var promoted = await EachAsync(await UntilAsync(keys.Ageing, now, limit, cancellationToken),
            row => Transitions.Promote(row.Task, now, options.Rules), cancellationToken);
        await groups.ForgetAsync(limit, cancellationToken);
        var deleted = await retention.RunAsync(request, cancellationToken);
        await LookForLossAsync(cancellationToken);
        // Unblocked is always 0: an end and its effects are one commit.
        return new SweepReport(due, expired, promoted, lost, Unblocked: 0, deleted.Count) { DeletedIds = deleted,
            LostRuns = [.. runs.Values] };
    }

    private async Task LookForLossAsync(CancellationToken cancellationToken)
    {
        if (_lastLossCheck is { } before && Stopwatch.GetElapsedTime(before) < LaneCheck.Every)
            return;
        _lastLossCheck = Stopwatch.GetTimestamp();
        await lanes.RunAsync(cancellationToken);
        await empty.RunAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<string>> UntilAsync(RedisKey index, DateTimeOffset now, int limit,
        CancellationToken cancellationToken) =>
        [.. (await link.ReadAsync(db => db.SortedSetRangeByScoreAsync(index, double.NegativeInfinity, Milliseconds.Of(now), take: limit),
            cancellationToken)).Select(id => (string)id!)];

    private async Task<int> EachAsync(IReadOnlyList<string> ids, Func<StoredTask, TransitionResult> decide,
        CancellationToken cancellationToken, Action<StepBuilder, StoredTask, AgentTask>? follow = null)
    {
        var applied = 0;
        foreach (var id in ids)
        {
            try
            {
                if (await OneAsync(id, decide, follow, cancellationToken))
                    applied++;
            }
            catch (InvalidDataException ex)
            {
                Log.Unreadable(logger, id, ex);
            }
        }

        return applied;
    }

    private Task<bool> OneAsync(string id, Func<StoredTask, TransitionResult> decide, Action<StepBuilder, StoredTask, AgentTask>? follow,
        CancellationToken cancellationToken) => attempts.RunAsync(
        async refused =>
        {
            if (await reads.RowAsync(id, cancellationToken) is not { } row || decide(row) is not TransitionResult.Applied applied)
                return StepAttempt.Nothing(false);
            var builder = new StepBuilder(keys, options, await gateCache.KnownAsync(cancellationToken));
            var next = builder.Write(row, applied).Task;
            follow?.Invoke(builder, row, next);
            if (next.IsTerminal)
                await dependents.FollowAsync(builder, next, applied.Fact.At, refused, cancellationToken);
            return StepAttempt.Of(builder.Seal(), true);
        },
        Failpoints.Sweep,
        cancellationToken);

    /// <summary>Marks each silent instance as lost, once.</summary>
    /// <returns>All instances afterwards.</returns>
    private async Task<Dictionary<string, KnownInstance>> MarkSilentAsync(DateTimeOffset now, string? sweeper,
        CancellationToken cancellationToken)
    {
        var instances = await InstancesAsync(cancellationToken);
        foreach (var (id, (version, row)) in instances.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (row.Lost || id == sweeper || !row.ToKnown(id).IsExpiredAt(now))
                continue;
            await attempts.RunAsync(
                async refused =>
                {
                    if (refused.Had(GuardKind.Other))
                        return StepAttempt.Nothing(false);
                    var builder = new StepBuilder(keys, options, await gateCache.KnownAsync(cancellationToken));
                    builder.Batch.Holds(keys.Instances, id, version, GuardKind.Other);
                    builder.Batch.Put(keys.Instances, id,
                        VersionedDocument.Write(version + 1, row with { Lost = true }, RedisJson.Default.InstanceRow));
                    builder.Append(EventTypes.InstanceLost, now, id);
                    return StepAttempt.Of(builder.Seal(), true);
                },
                null,
                cancellationToken);
        }

        return (await InstancesAsync(cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.Value.ToKnown(pair.Key),
            StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, (long Version, InstanceRow Value)>> InstancesAsync(CancellationToken cancellationToken) =>
        (await link.ReadAsync(db => db.HashGetAllAsync(keys.Instances), cancellationToken))
            .ToDictionary(entry => (string)entry.Name!,
            entry => VersionedDocument.Read((byte[])entry.Value!, RedisJson.Default.InstanceRow), StringComparer.Ordinal);

    private async Task<IReadOnlyList<string>> LeasesEndedAsync(Dictionary<string, KnownInstance> instances, SweepRequest request,
        CancellationToken cancellationToken)
    {
        var now = request.Now;
        var leases = await link.ReadAsync(db => LeaseReads.ReadAsync(db, keys), cancellationToken);
        var doubtful = leases.ByInstance().Keys.Where(
            id => id != request.Sweeper && (!instances.TryGetValue(id, out var instance) || instance.IsExpiredAt(now)))
                .SelectMany(leases.TasksOf)
                .ToList();
        return [.. (await reads.ReadableAsync(doubtful, cancellationToken)).Where(row => HasEnded(row.Task, instances, now))
            .OrderBy(row => row.Task.Lease!.ClaimedAt).ThenBy(row => row.Task.Id, StringComparer.Ordinal).Take(request.Limit)
            .Select(row => row.Task.Id)];
    }

    private static bool HasEnded(AgentTask task, Dictionary<string, KnownInstance> instances, DateTimeOffset now) =>
        task.Lease is { } lease
        && (instances.TryGetValue(lease.InstanceId, out var instance) ? instance.IsExpiredAt(now) : lease.ClaimedAt + Unheard <= now);

    private TransitionResult Lose(StoredTask row, Dictionary<string, KnownInstance> instances, SweepRequest request) =>
        HasEnded(row.Task, instances, request.Now)
        ? Transitions.Lost(row.Task, row.Task.Lease!.Token, request.Now, request.Jitter, options.Rules)
        : new TransitionResult.LeaseLost();

    private Func<StoredTask, TransitionResult> Losing(Dictionary<string, KnownInstance> silent, SweepRequest request,
        Dictionary<string, LostRun> runs) => row =>
    {
        // The previous attempt hit a conflict.
        runs.Remove(row.Task.Id);
        return Lose(row, silent, request);
    };

    private Action<StepBuilder, StoredTask, AgentTask> EndRun(DateTimeOffset now, Dictionary<string, LostRun> runs) =>
        (builder, before, after) =>
    {
        RunFields.End(builder.Batch, keys, before.Task, now, after.Ending, RunUsage.None, null);
        runs[after.Id] = new LostRun(before.Task, after);
    };

    /// <summary>Opens due gates and wakes tasks parked under open ones.</summary>
    private async Task<int> OpenAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await attempts.RunAsync(
            async _ =>
            {
                var builder = new StepBuilder(keys, options, await gateCache.CurrentAsync(cancellationToken));
                foreach (var gate in (await gateCache.KnownAsync(cancellationToken)).Gates.Values.Select(pair => pair.State)
                    .OrderBy(gate => gate.Name, StringComparer.Ordinal))
                {
                    if (Gating.OpenByTime(gate, now) is { } opened)
                        builder.Put(opened, now);
                }

                var batch = builder.Seal();
                return batch.IsEmpty ? StepAttempt.Nothing(false) : StepAttempt.Of(batch, true);
            },
            Failpoints.Sweep,
            cancellationToken);
        var snapshot = await gateCache.CurrentAsync(cancellationToken);
        var profiles = (await link.ReadAsync(db => db.HashGetAllAsync(keys.WaitingProfiles), cancellationToken)).Where(
            entry => (long)entry.Value > 0).Select(entry => (string)entry.Name!);
        var resumed = 0;
        foreach (var profile in profiles.Where(profile => snapshot.Gate(GateNames.Profile(profile))?.IsClosedAt(now) != true)
            .Order(StringComparer.Ordinal))
        {
            var ids = await link.ReadAsync(db => db.SortedSetRangeByRankAsync(keys.WaitingWith(profile), 0, limit - 1), cancellationToken);
            resumed += await EachAsync(
                [.. ids.Select(id => (string)id!)],
                row => Parked.IsOver(row.Task, snapshot.Gate, now) ? Transitions.Resume(row.Task, now, options.Rules)
                    : new TransitionResult.Refused("Its gate is closed."),
                cancellationToken);
        }

        return resumed;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Task {Id} cannot be processed and is left alone.")]
        public static partial void Unreadable(ILogger logger, string id, Exception error);
    }
}
