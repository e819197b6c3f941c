using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>One heartbeat: one small document, however many leases it keeps.</summary>
internal sealed class RedisRenewStep(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache, OptimisticRetry attempts,
    QueueOptions options)
{
    public Task<Renewal> RunAsync(Heartbeat beat, CancellationToken cancellationToken) => attempts.RunAsync(
        async _ =>
        {
            var (document, stopping) = await link.ReadAsync(
                async db =>
                {
                    var document = db.HashGetAsync(keys.Instances, beat.InstanceId);
                    var stopping = db.SetMembersAsync(keys.Stops(beat.InstanceId));
                    return (await document, await stopping);
                },
                cancellationToken);
            var (version, before) = document.IsNull ? (0, null) : VersionedDocument.Read((byte[])document!, RedisJson.Default.InstanceRow);
            var snapshot = await gateCache.CurrentAsync(cancellationToken);
            var builder = new StepBuilder(keys, options, snapshot);
            if (before is not { Lost: false })
                builder.Append(EventTypes.InstanceJoined, beat.Now, beat.InstanceId);
            var heard = InstanceRow.Of(beat, lost: false);
            builder.Batch.Holds(keys.Instances, beat.InstanceId, version, GuardKind.Other);
            builder.Batch.Put(keys.Instances, beat.InstanceId, VersionedDocument.Write(version + 1, heard, RedisJson.Default.InstanceRow));
            var rows = await reads.RowsAsync([.. stopping.Select(id => (string)id!).Order(StringComparer.Ordinal)], cancellationToken);
            var orders = rows.OfType<StoredTask>().Where(row => row.Task.Stop is not null && row.Task.Lease?.InstanceId == beat.InstanceId)
                .Select(row => new StopOrder(row.Task.Id, row.Task.Lease!.Token, row.Task.Stop!));
            return StepAttempt.Of(builder.Seal(),
                new Renewal([.. orders], snapshot.Emergency.State is { Stands: true, Mode: EmergencyMode.Kill }));
        },
        null,
        cancellationToken);
}
