using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// One heartbeat writes one small document, however many leases it covers, and only for the process that owns the instance id.
/// </summary>
internal sealed class RedisRenewStep(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache, OptimisticRetry attempts,
    OwnRegistration registration, QueueOptions options)
{
    public async Task<Renewal> RunAsync(Heartbeat beat, CancellationToken cancellationToken)
    {
        var renewal = await attempts.RunAsync(_ => AttemptAsync(beat, cancellationToken), null, cancellationToken);
        if (renewal.HeldBy is null)
            registration.Taken(beat);
        return renewal;
    }

    private async Task<StepAttempt<Renewal>> AttemptAsync(Heartbeat beat, CancellationToken cancellationToken)
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
        builder.Batch.Holds(keys.Instances, beat.InstanceId, version, GuardKind.Other);
        if (before?.IsHeldFrom(beat) == true)
        {
            Put(before.AskedForBy(beat));
            return StepAttempt.Of(builder.Seal(), new Renewal([], Kill: false) { HeldBy = before.Beat(beat.InstanceId) });
        }

        if (before is not { Lost: false })
            builder.Append(EventTypes.InstanceJoined, beat.Now, beat.InstanceId);
        Put(before?.RenewedBy(beat) ?? InstanceRow.Of(beat, lost: false));
        if (beat.Holder is { } holder && before?.Holder?.Nonce != holder.Nonce)
            builder.Batch.Put(keys.Holders, beat.InstanceId, holder.Nonce);
        var rows = await reads.RowsAsync([.. stopping.Select(id => (string)id!).Order(StringComparer.Ordinal)], cancellationToken);
        var orders = rows.OfType<StoredTask>().Where(row => row.Task.Stop is not null && row.Task.Lease?.InstanceId == beat.InstanceId)
            .Select(row => new StopOrder(row.Task.Id, row.Task.Lease!.Token, row.Task.Stop!));
        return StepAttempt.Of(builder.Seal(),
            new Renewal([.. orders], snapshot.Emergency.State is { Stands: true, Mode: EmergencyMode.Kill }));

        void Put(InstanceRow row) =>
            builder.Batch.Put(keys.Instances, beat.InstanceId, VersionedDocument.Write(version + 1, row, RedisJson.Default.InstanceRow));
    }
}
