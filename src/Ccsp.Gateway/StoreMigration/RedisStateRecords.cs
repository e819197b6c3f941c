using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Queue state of a shared store; one record.</summary>
internal sealed class RedisStateRecords(RedisLink link, QueueKeys keys, RedisQueueReads figures, GateCache gateCache, CommitPump pump)
    : JsonRecords<QueueState>("state of the queue", MigrationJson.Default.QueueState)
{
    protected override async Task<(IReadOnlyList<QueueState> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var (meta, finish, expected) = await link.ReadAsync(
            async db =>
            {
                var meta = db.HashGetAllAsync(keys.Meta);
                var finish = db.HashGetAllAsync(keys.Finish);
                var expected = db.HashGetAllAsync(keys.Expected);
                return ((await meta).ToDictionary(entry => (string)entry.Name!, entry => entry.Value, StringComparer.Ordinal),
                    await finish, await expected);
            },
            cancellationToken);
        var snapshot = await gateCache.CurrentAsync(cancellationToken);
        var state = new QueueState
        {
            Numbers = new QueueNumbers(
                (long)meta.GetValueOrDefault("seq"),
                (long)meta.GetValueOrDefault("claims"),
                (long)meta.GetValueOrDefault("epoch"),
                [.. Enum.GetValues<Priority>().Select(priority => meta.TryGetValue(TimeOf(priority), out var time) ? Number(time) : 0)]),
            Emergency = snapshot.Emergency.State,
            Gates = [.. snapshot.Gates.Values.Select(gate => gate.State).OrderBy(gate => gate.Name, StringComparer.Ordinal)],
            GroupShares = [.. finish.Select(ShareOf).OrderBy(share => share.PriorityClass)
                .ThenBy(share => share.Group, StringComparer.Ordinal)],
            Expected = [.. expected.Select(entry => new GroupExpectation(entry.Name!, Number(entry.Value)))
                .OrderBy(expectation => expectation.Group, StringComparer.Ordinal)],
            // Holders of instance ids are gone when a store is moved, and an embedded store keeps none.
            Instances = [.. (await figures.InstancesAsync(cancellationToken)).Select(record =>
                new MovedInstance(record.Beat.InstanceId, InstanceRow.Of(record.Beat with { Holder = null }, record.Lost)))],
        };
        return ([state], null);
    }

    /// <summary>After the tasks, which enter their groups themselves.</summary>
    protected override async Task PutAsync(IReadOnlyList<QueueState> items, CancellationToken cancellationToken)
    {
        var batch = new GuardedBatch { ChangesGates = true };
        foreach (var state in items)
            Put(batch, state);
        await pump.CommitAsync(batch, null, cancellationToken);
        gateCache.Forget();
    }

    private void Put(GuardedBatch batch, QueueState state)
    {
        var numbers = state.Numbers;
        batch.Put(keys.Meta, "seq", numbers.LastEvent);
        batch.Put(keys.Meta, "claims", numbers.Claims);
        batch.Put(keys.Meta, "epoch", numbers.Epoch);
        batch.Add(keys.Meta, "gates", 1);
        foreach (var (priorityClass, time) in Enum.GetValues<Priority>().Zip(numbers.VirtualTimes))
            batch.Put(keys.Meta, TimeOf(priorityClass), Exact(time));
        if (state.Emergency is { } emergency)
            batch.Put(keys.System, GateCache.EmergencyField, VersionedDocument.Write(1, emergency, EmergencyJson.Default.EmergencyState));
        foreach (var gate in state.Gates)
            batch.Put(keys.Gates, gate.Name, VersionedDocument.Write(1, gate, GateJson.Default.GateState));
        foreach (var share in state.GroupShares)
        {
            batch.Put(keys.Finish, $"{EnumNames<Priority>.Of(share.PriorityClass)} {share.Group}", Exact(share.Finish));
            batch.Run("ZADD", keys.GroupOrder(share.PriorityClass), "XX", Exact(share.Finish), share.Group);
        }

        foreach (var expected in state.Expected)
            batch.Put(keys.Expected, expected.Group, Exact(expected.Seconds));
        foreach (var (id, row) in state.Instances)
            batch.Put(keys.Instances, id, VersionedDocument.Write(1, row, RedisJson.Default.InstanceRow));
    }

    private static MovedGroupShare ShareOf(HashEntry entry)
    {
        var name = (string)entry.Name!;
        var space = name.IndexOf(' ');
        return EnumNames<Priority>.TryParse(name[..space], out var priorityClass)
            ? new MovedGroupShare(priorityClass, name[(space + 1)..], Number(entry.Value))
            : throw new InvalidDataException($"'{name}' names no class and group.");
    }

    private static string TimeOf(Priority priorityClass) => "time " + EnumNames<Priority>.Of(priorityClass);

    private static double Number(RedisValue value) => double.Parse((string)value!, CultureInfo.InvariantCulture);

    private static RedisValue Exact(double value) => new BatchArgument(value).Value;
}
