using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>The emergency stop. One order is one commit, so of several at once exactly one begins it.</summary>
internal sealed class RedisEmergencySteps(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache,
    OptimisticRetry attempts, QueueOptions options)
{
    public Task<EmergencyOutcome> ChangeAsync(EmergencyChange change, CancellationToken cancellationToken) => attempts.RunAsync(
        async _ =>
        {
            var snapshot = await gateCache.CurrentAsync(cancellationToken);
            var leases = await link.ReadAsync(db => LeaseReads.ReadAsync(db, keys), cancellationToken);
            if (Emergencies.Change(snapshot.Emergency.State, change, leases.ByInstance()) is not { } step)
                return StepAttempt.Nothing(new EmergencyOutcome(snapshot.Emergency.State, Changed: false));
            var builder = new StepBuilder(keys, options, snapshot);
            builder.Put(step, change.Now);
            if (step.State is { Stands: true, Mode: EmergencyMode.Kill })
                AskAll(builder, await RowsAsync(leases, cancellationToken), change);
            // The receipt counts every lease, so none may appear or end between count and order.
            if (step.State.Stands)
                builder.Batch.HasFields(keys.Leases, leases.Count, GuardKind.Order);
            builder.Batch.Same(keys.Meta, "gates", snapshot.Stamp);
            return StepAttempt.Of(builder.Seal(), new EmergencyOutcome(builder.Emergency, Changed: true));
        },
        Failpoints.Emergency,
        cancellationToken);

    private async Task<List<StoredTask>> RowsAsync(LeaseTable leases, CancellationToken cancellationToken) =>
        [.. (await reads.RowsAsync(leases.Tasks, cancellationToken)).OfType<StoredTask>()];

    private static void AskAll(StepBuilder builder, List<StoredTask> leased, EmergencyChange change)
    {
        foreach (var row in leased.OrderBy(row => row.Task.Lease?.InstanceId, StringComparer.Ordinal)
            .ThenBy(row => row.Task.Id, StringComparer.Ordinal))
        {
            // A run already stopping keeps its reason; its instance hurries it anyway.
            if (Transitions.AskStop(row.Task, StopReason.Emergency, change.Actor, change.Now) is TransitionResult.Applied applied)
                builder.Write(row, applied);
        }
    }
}
