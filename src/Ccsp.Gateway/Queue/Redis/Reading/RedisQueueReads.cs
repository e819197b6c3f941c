using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Queue statistics and explanations, using the code that admits.</summary>
internal sealed class RedisQueueReads(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache, QueueOptions options)
{
    public async Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var snapshot = await gateCache.CurrentAsync(cancellationToken);
        var (counts, leased, ended, lanes) = await link.ReadAsync(FiguresAsync, cancellationToken);
        var mended = (int)await link.ReadAsync(db => db.HashGetAsync(keys.Meta, QueueKeys.Mended), cancellationToken);
        var dependencies = await OldestNewestAsync(lanes, cancellationToken);
        var rows = (await reads.ReadableAsync(leased.Tasks, cancellationToken)).Where(row => row.Task.IsLeased)
            .CountBy(row => row.Task.State).ToDictionary();
        var byState = Enum.GetValues<TaskState>().Where(state => state < TaskState.Succeeded).ToDictionary(state => state, Count);
        var gates = snapshot.Gates.Values.Select(pair => pair.State).OrderBy(gate => gate.Name, StringComparer.Ordinal).ToList();
        return new QueueSnapshot
        {
            ByState = byState,
            ByClass = Enum.GetValues<Priority>().ToDictionary(priority => priority, DepthOf),
            Depth = byState.Values.Sum(),
            Capacity = options.Size,
            KeptForUrgent = options.Size - Backpressure.SizeWithoutUrgent(options),
            Ended = (int)ended,
            LanesMended = mended,
            Emergency = snapshot.Emergency.State is { Stands: true } stands ? stands : null,
            Pause = gates.Find(gate => gate.Name == GateNames.Queue && gate.IsClosedAt(now)),
            Holds = [.. gates.Where(gate => GateNames.IsClassOrGroup(gate.Name) && gate.IsClosedAt(now))],
        };

        int Count(TaskState state) => state switch
        {
            TaskState.Ready => Enum.GetValues<Priority>().Sum(priority => counts.GetValueOrDefault(DepthNames.OfReady(priority))),
            TaskState.Starting or TaskState.Running or TaskState.Stopping => rows.GetValueOrDefault(state),
            _ => counts.GetValueOrDefault(DepthNames.OfState(state)),
        };

        ClassDepth DepthOf(Priority priorityClass) => new(
            counts.GetValueOrDefault(DepthNames.OfReady(priorityClass)),
            counts.GetValueOrDefault(DepthNames.OfWaiting(priorityClass)),
            Milliseconds.Time(dependencies.Where(ends => ends.PriorityClass == priorityClass).Min(ends => (long?)ends.Oldest)),
            Milliseconds.Time(dependencies.Where(ends => ends.PriorityClass == priorityClass).Max(ends => (long?)ends.Newest)));
    }

    public async Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken)
    {
        var (rows, leases) = await link.ReadAsync(
            async db =>
            {
                var rows = db.HashGetAllAsync(keys.Instances);
                return (await rows, (await LeaseReads.ReadAsync(db, keys)).ByInstance());
            },
            cancellationToken);
        return
        [
            .. rows.Select(row => (Id: (string)row.Name!, VersionedDocument.Read((byte[])row.Value!, RedisJson.Default.InstanceRow).Value))
                .OrderBy(pair => pair.Id, StringComparer.Ordinal)
                .Select(pair => new InstanceRecord(pair.Value.Beat(pair.Id), pair.Value.Lost, leases.GetValueOrDefault(pair.Id))
                {
                    Rival = pair.Value.Rival,
                }),
        ];
    }

    public async Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) =>
        [.. (await gateCache.CurrentAsync(cancellationToken)).Gates.Values.Select(pair => pair.State)
            .OrderBy(gate => gate.Name, StringComparer.Ordinal)];

    public async Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken)
    {
        if (await reads.RowAsync(id, cancellationToken) is not { Task: var task } row)
            return null;
        var snapshot = await gateCache.CurrentAsync(cancellationToken);
        var (leases, expected) = await link.ReadAsync(
            async db =>
            {
                var leases = LeaseReads.ReadAsync(db, keys);
                var expected = db.HashGetAsync(keys.Expected, task.Group);
                return (await leases, await expected);
            },
            cancellationToken);
        return Explaining.Explain(task, asIf, new WaitingFacts
        {
            Ahead = task.State == TaskState.Ready ? await AheadAsync(task, cancellationToken) : 0,
            OpenParents = await OpenParentsAsync(row, cancellationToken),
            Emergency = snapshot.Emergency.State,
            Instance = leases.Of(asIf.InstanceId),
            Gate = snapshot.Gate,
            Leases = leases.Holding,
            Rules = options.Gates,
            ExpectedSeconds = expected.IsNull ? options.ExpectedRunSeconds : double.Parse((string)expected!, CultureInfo.InvariantCulture),
        });
    }

    private async Task<IReadOnlyList<string>> OpenParentsAsync(StoredTask row, CancellationToken cancellationToken)
    {
        var dependencies = await link.ReadAsync(
            db => Task.WhenAll(row.Metadata.Parents.Select(parent => db.HashGetAsync(keys.Children(parent), row.Task.Id))),
                cancellationToken);
        return [.. row.Metadata.Parents.Zip(dependencies)
            .Where(pair => !pair.Second.IsNull && RedisDependency.Read(row.Task.Id, pair.Second!).Open).Select(pair => pair.First)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Ready tasks of more pressing classes, and of its class and group with an earlier place.</summary>
    private async Task<int> AheadAsync(AgentTask task, CancellationToken cancellationToken)
    {
        var (counts, _, _, lanes) = await link.ReadAsync(FiguresAsync, cancellationToken);
        var pressing = Enum.GetValues<Priority>().Where(priority => priority < task.PriorityClass)
            .Sum(priority => counts.GetValueOrDefault(DepthNames.OfReady(priority)));
        var own = lanes.Where(lane => lane.Key.PriorityClass == task.PriorityClass && lane.Key.Group == task.Group).ToList();
        var ready = Milliseconds.Of(task.ReadyAt!.Value);
        var earlier = await link.ReadAsync(
            db => Task.WhenAll(own.Select(lane => db.SortedSetLengthAsync(lane.Places, double.NegativeInfinity, ready, Exclude.Stop))),
                cancellationToken);
        var same = await link.ReadAsync(db => Task.WhenAll(own.Select(lane => db.SortedSetRangeByScoreAsync(lane.Places, ready, ready))),
            cancellationToken);
        return pressing + (int)earlier.Sum() + same.SelectMany(ids => ids).Count(id => string.CompareOrdinal((string)id!, task.Id) < 0);
    }

    private async Task<(Dictionary<string, int> Counts, LeaseTable Leased, long Ended, List<LaneRef> Lanes)> FiguresAsync(IDatabase db)
    {
        var counts = db.HashGetAllAsync(keys.Depth);
        var leased = LeaseReads.ReadAsync(db, keys);
        var ended = EndedStates.All.Select(state => db.SortedSetLengthAsync(keys.Ended(state))).ToList();
        var lanes = db.HashGetAllAsync(keys.Lanes);
        return (
            (await counts).ToDictionary(count => (string)count.Name!, count => (int)count.Value, StringComparer.Ordinal),
            await leased,
            (await Task.WhenAll(ended)).Sum(),
            [.. (await lanes).Select(lane => LaneRef.Read((byte[])lane.Value!, keys))]);
    }

    private async Task<List<(Priority PriorityClass, long Oldest, long Newest)>> OldestNewestAsync(List<LaneRef> lanes,
        CancellationToken cancellationToken)
    {
        var (oldest, newest) = await link.ReadAsync(
            async db =>
            {
                var oldest = lanes.Select(lane => db.SortedSetRangeByRankWithScoresAsync(lane.Places, 0, 0)).ToList();
                var newest = lanes.Select(lane => db.SortedSetRangeByRankWithScoresAsync(lane.Places, -1, -1)).ToList();
                return (await Task.WhenAll(oldest), await Task.WhenAll(newest));
            },
            cancellationToken);
        return [.. lanes.Select((lane, n) => (lane.Key.PriorityClass, First: oldest[n], Last: newest[n]))
            .Where(lane => lane.First.Length > 0 && lane.Last.Length > 0)
            .Select(lane => (lane.PriorityClass, (long)lane.First[0].Score, (long)lane.Last[0].Score))];
    }
}
