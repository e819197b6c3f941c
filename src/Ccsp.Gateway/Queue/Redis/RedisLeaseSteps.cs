using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>T6 to T12 and T15: writes that need the lease.</summary>
internal sealed class RedisLeaseSteps(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache, OptimisticRetry attempts,
    DependentResolution dependents, LeasedTaskCache own, OwnRegistration registration, QueueOptions options)
{
    /// <summary>Bytes; a larger result is written beforehand so that it does not delay other commits.</summary>
    private const int LargestInCommit = 64 * 1024;

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) => WithLeaseAsync(
        started.TaskId,
        Failpoints.Start,
        (builder, task) =>
        {
            builder.RestOnEmergency();
            return Emergencies.Confirm(builder.Emergency, task, started);
        },
        (builder, before, running, _) =>
        {
            RunFields.Begin(builder.Batch, keys, builder.Write(before, running).Task, started);
            return Task.CompletedTask;
        },
        cancellationToken);

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken) => WithLeaseAsync(
        failed.TaskId,
        null,
        (_, task) => Transitions.SpawnFailed(task, failed.Token, failed.Reason, failed.Now, options.Rules),
        async (builder, before, applied, refused) =>
        {
            registration.Guard(builder.Batch, before.Task.Lease!.InstanceId);
            var next = builder.Write(before, applied).Task;
            builder.Put(AfterRun.StepsOfGiveBack(before.Task, failed, builder.Gate, options.Gates), failed.Now);
            if (next.IsTerminal)
                await dependents.FollowAsync(builder, next, failed.Now, refused, cancellationToken);
        },
        cancellationToken);

    public async Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken)
    {
        // Keyed by run token, so no other run's result can be overwritten; reachable only through the row.
        var name = finished.Result is null && finished.StructuredResult is null ? null : finished.Token.ToString();
        var result = name is null ? null
            : JsonSerializer.SerializeToUtf8Bytes(new ResultRow(finished.Result, finished.ResultTruncated, finished.StructuredResult),
            RedisJson.Default.ResultRow);
        var together = result is null || (keys.Shards == 1 && result.Length <= LargestInCommit);
        if (!together)
            await link.SpareAsync("HSET", keys.Results(finished.TaskId), [name, result], cancellationToken);
        // Changes of gates must rest on the current gates, not on cached ones.
        if (finished.Holds.Count > 0 || finished.Windows.Count > 0 || finished.Ending.Class == EndingClass.Throttled
            || finished.EngineFault != EngineFault.None)
            gateCache.Forget();
        return await WithLeaseAsync(
            finished.TaskId,
            Failpoints.Finish,
            (builder, task) => Transitions.End(
                task, finished.Token, finished.Ending, finished.Usage, finished.ConversationId, finished.Now, finished.Jitter,
                options.Rules,
                finished.OneShot, EngineHealth.Excuses(task, builder.Gate(GateNames.Engine(task.Engine)), finished)),
            (builder, before, applied,
                refused) => FollowAsync(builder, before, applied, finished, name, together ? result : null, refused, cancellationToken),
            cancellationToken);
    }

    private async Task FollowAsync(StepBuilder builder, StoredTask before, TransitionResult.Applied applied, RunFinished finished,
        string? name, byte[]? result, ConflictCounts refused, CancellationToken cancellationToken)
    {
        // Only the current owner of the instance id may report a run as lost.
        if (finished.Ending.Class is EndingClass.Lost or EndingClass.Drained)
            registration.Guard(builder.Batch, before.Task.Lease!.InstanceId);
        var next = builder.Write(before, applied,
            before.Metadata with { Result = applied.Task.IsTerminal ? name : before.Metadata.Result }).Task;
        if (result is not null)
            builder.Batch.Put(keys.Results(next.Id), name, result);
        RunFields.End(builder.Batch, keys, before.Task, finished.Now, finished.Ending, finished.Usage, finished.ConversationId);
        var gate = GateNames.Profile(before.Task.Profile);
        var leases = builder.Gate(gate) is { Adaptive: not null } || finished.Ending.Class == EndingClass.Throttled
            ? (await LeasesAsync(cancellationToken)).Holding(gate) : 0;
        builder.Put(AfterRun.Steps(before.Task, finished, builder.Gate, _ => leases, options.Gates), finished.Now);
        if (next.IsTerminal)
            await dependents.FollowAsync(builder, next, finished.Now, refused, cancellationToken);
    }

    private Task<LeaseTable> LeasesAsync(CancellationToken cancellationToken) =>
        link.ReadAsync(db => LeaseReads.ReadAsync(db, keys), cancellationToken);

    private async Task<LeaseOutcome> WithLeaseAsync(
        string taskId, string? failpoint, Func<StepBuilder, AgentTask, TransitionResult> decide,
        Func<StepBuilder, StoredTask, TransitionResult.Applied, ConflictCounts, Task> write, CancellationToken cancellationToken)
    {
        StoredTask? written = null;
        var outcome = await attempts.RunAsync<LeaseOutcome>(
            async refused =>
            {
                if (refused.Had(GuardKind.Holder))
                    return StepAttempt.Nothing<LeaseOutcome>(new LeaseOutcome.Lost());
                var builder = new StepBuilder(keys, options, await gateCache.KnownAsync(cancellationToken));
                var (row, result) = await DecideAsync(taskId, builder, decide, refused, cancellationToken);
                switch (result)
                {
                    case TransitionResult.Applied applied:
                        await write(builder, row!, applied, refused);
                        written = builder.Written(taskId)!;
                        return StepAttempt.Of<LeaseOutcome>(builder.Seal(), new LeaseOutcome.Applied(written.Task));
                    case TransitionResult.Refused no:
                        return StepAttempt.Nothing<LeaseOutcome>(new LeaseOutcome.Refused(row!.Task, no.Reason));
                    default:
                        return StepAttempt.Nothing<LeaseOutcome>(new LeaseOutcome.Lost());
                }
            },
            failpoint,
            cancellationToken);
        if (outcome is LeaseOutcome.Applied)
            own.Written(written!);
        else
            own.Forget(taskId);
        return outcome;
    }

    /// <summary>Uses the row this instance wrote if that is enough and no attempt has failed yet; otherwise reads it.</summary>
    private async Task<(StoredTask? Row, TransitionResult? Result)> DecideAsync(
        string taskId, StepBuilder builder, Func<StepBuilder, AgentTask, TransitionResult> decide, ConflictCounts refused,
        CancellationToken cancellationToken)
    {
        if (refused.AreNone && own.Find(taskId) is { } known && decide(builder, known.Task) is TransitionResult.Applied applied)
            return (known, applied);
        var row = await reads.RowAsync(taskId, cancellationToken);
        return (row, row is null ? null : decide(builder, row.Task));
    }
}
