using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Reads the head of the queue: as many groups, lanes and places as one claim can use. The reads are not atomic; the guards of the commit
/// catch what changes between them.
/// </summary>
internal sealed class ClaimSnapshotReader(RedisLink link, QueueKeys keys, RedisTaskReads reads, GateCache gateCache)
{
    private const int WokenAtOnce = 200;
    private const int HiddenAtOnce = 1_000;

    private static readonly Priority[] Classes = Enum.GetValues<Priority>();

    private readonly PreviousSnapshot _last = new();

    /// <param name="depth">Read this many times further than a claim that parks refused lanes needs.</param>
    /// <param name="preview">Include lanes that a claim would put in order first.</param>
    public async Task<ClaimSnapshot> ReadAsync(ClaimRequest request, int depth, bool preview, CancellationToken cancellationToken)
    {
        var limits = new ReadLimits(request.Limit, depth);
        var snapshot = await gateCache.KnownAsync(cancellationToken);
        var head = await ReadHeadAsync(snapshot, request, limits, cancellationToken);
        if (head.Meta.GetValueOrDefault("gates") != snapshot.Stamp)
        {
            snapshot = await gateCache.CurrentAsync(cancellationToken);
            head = await ReadHeadAsync(snapshot, request, limits, cancellationToken);
        }

        var opens = Opens(snapshot, request);
        var groups = await GroupsAsync(head, limits, cancellationToken);
        _last.Remember(groups);
        var waiting = opens ? await WaitingAsync(head, cancellationToken) : [];
        var hidden = preview ? await HiddenAsync(head, snapshot, request.Now, limits, cancellationToken) : [];
        // A woken task returns to the class of its priority.
        var shares = await SharesAsync(
            [.. waiting.Select(row => (row.Task.Priority, row.Task.Group))
                .Concat(hidden.Select(lane => (lane.Ref.Key.PriorityClass, lane.Ref.Key.Group))).Distinct()], cancellationToken);
        return new ClaimSnapshot
        {
            Gates = snapshot,
            Claims = (long)head.Meta.GetValueOrDefault("claims"),
            LatestClaim = head.Meta.TryGetValue(ClaimSnapshot.LatestClaimField, out var latest) ? (string)latest! : ClaimSnapshot.NoClaim,
            Leases = head.Leases,
            VirtualTime = Classes.ToDictionary(priority => priority,
                priority => head.Meta.TryGetValue("time " + EnumNames<Priority>.Of(priority), out var time) ? Number(time) : 0),
            Groups = groups,
            ReadUpTo = head.GroupOrders.Where(order => order.Value.Length > limits.Groups)
                .ToDictionary(order => order.Key, order => order.Value[^1].Score),
            Hidden = hidden,
            Expected = await ExpectedAsync(head.Page, [.. groups.Select(group => group.Group), .. shares.Select(share => share.Key.Group)],
                cancellationToken),
            OpensGates = opens,
            Waiting = waiting,
            Finish = shares.Where(share => share.Finish is not null).ToDictionary(share => share.Key, share => share.Finish!.Value),
            Backlogs = shares.Where(share => share.HasBacklog).Select(share => share.Key).ToHashSet(),
            Woken = head.Woken,
            DueGates = head.DueGates,
        };
    }

    /// <summary>Puts woken lanes back in order.</summary>
    public GuardedBatch InOrder(ClaimSnapshot snapshot)
    {
        var batch = new GuardedBatch();
        foreach (var gate in snapshot.DueGates)
            batch.Unrank(keys.ParkedGateTimes, gate);
        batch.Write(["wake", snapshot.DueGates.Count,
            .. snapshot.DueGates.SelectMany(gate => new[] { (BatchArgument)gate, BatchArgument.Name(keys.ParkedUnder(gate)) })]);
        foreach (var (name, what) in snapshot.Woken)
        {
            if (what.IsNull)
                batch.Write("listed", name);
            else
                batch.Write("list", LaneRef.Read((byte[])what!, keys));
        }

        return batch;
    }

    /// <summary>A gate is due.</summary>
    private static bool Opens(GateSnapshot snapshot, ClaimRequest request) =>
        snapshot.Gates.Values.Any(gate => gate.State.Closed && !gate.State.IsClosedAt(request.Now));

    private Task<QueueHead> ReadHeadAsync(GateSnapshot snapshot, ClaimRequest request, ReadLimits limits,
        CancellationToken cancellationToken) =>
        link.ReadAsync(db => ReadHeadAsync(db, request, limits, Opens(snapshot, request)), cancellationToken);

    private async Task<QueueHead> ReadHeadAsync(IDatabase db, ClaimRequest request, ReadLimits limits, bool opens)
    {
        var page = new FirstPage(keys, limits);
        var groups = _last.Groups;
        var meta = db.HashGetAllAsync(keys.Meta);
        var leases = LeaseReads.ReadAsync(db, keys);
        var orders = Classes.Select(priority => db.SortedSetRangeByRankWithScoresAsync(keys.GroupOrder(priority), 0, limits.Groups))
            .ToList();
        var woken = db.ExecuteAsync("SRANDMEMBER", keys.Woken, WokenAtOnce);
        var due = db.SortedSetRangeByScoreAsync(keys.ParkedGateTimes, double.NegativeInfinity, Milliseconds.Of(request.Now));
        var profiles = opens ? db.HashGetAllAsync(keys.WaitingProfiles) : Task.FromResult<HashEntry[]>([]);
        var guessed = Task.WhenAll(
            page.ReadHeadsAsync(db, groups),
            page.ReadPlacesAsync(db, _last.Lanes),
            page.ReadExpectedAsync(db, [.. groups.Select(group => group.Group).Distinct(StringComparer.Ordinal)]));
        var names = (RedisValue[])(await woken)!;
        var whats = names.Length == 0 ? [] : await db.HashGetAsync(keys.Parked, names);
        await guessed;
        return new QueueHead(
            (await meta).ToDictionary(entry => (string)entry.Name!, entry => entry.Value, StringComparer.Ordinal),
            await leases,
            Classes.Zip(await Task.WhenAll(orders)).ToDictionary(pair => pair.First, pair => pair.Second),
            [.. names.Zip(whats).Select(pair => ((string)pair.First!, pair.Second))],
            [.. (await due).Select(gate => (string)gate!)],
            [.. (await profiles).Where(entry => (long)entry.Value > 0).Select(entry => (string)entry.Name!).Order(StringComparer.Ordinal)],
            page);
    }

    private async Task<List<GroupSnapshot>> GroupsAsync(QueueHead head, ReadLimits limits, CancellationToken cancellationToken)
    {
        var page = head.Page;
        List<((Priority PriorityClass, string Group) Key, double Finish)> shown =
            [.. head.GroupOrders.SelectMany(order => order.Value.Select(entry => ((order.Key, (string)entry.Element!), entry.Score)))];
        await MissingAsync(shown.Select(pair => pair.Key).Where(pair => !page.HasHeads(pair)), page.ReadHeadsAsync, cancellationToken);
        var lanes = shown.SelectMany(pair => page.LanesOf(pair.Key)).ToList();
        foreach (var lane in lanes.Select(_last.Find).OfType<LaneRef>())
            page.Take(lane);
        await Task.WhenAll(
            MissingAsync(lanes.Where(name => !page.HasLane(name)), page.ReadLanesAsync, cancellationToken),
            MissingAsync(lanes.Where(name => !page.HasPlaces(name)), page.ReadPlacesAsync, cancellationToken));
        List<GroupSnapshot> groups = [];
        foreach (var ((priorityClass, group), finish) in shown)
        {
            var names = page.LanesOf((priorityClass, group));
            groups.Add(new GroupSnapshot(priorityClass, group, finish, page.SnapshotsOf(names), names.Count > limits.Lanes));
        }

        return groups;
    }

    /// <summary>Skips the round trip when nothing is missing.</summary>
    private async Task MissingAsync<T>(IEnumerable<T> missing, Func<IDatabase, IReadOnlyList<T>, Task> read,
        CancellationToken cancellationToken)
    {
        List<T> wanted = [.. missing];
        if (wanted.Count == 0)
            return;
        await link.ReadAsync(
            async db =>
            {
                await read(db, wanted);
                return true;
            },
            cancellationToken);
    }

    private async Task<List<StoredTask>> WaitingAsync(QueueHead head, CancellationToken cancellationToken)
    {
        var ids = await link.ReadAsync(
            db => Task.WhenAll(head.Profiles.Select(
                profile => db.SortedSetRangeByRankAsync(keys.WaitingWith(profile), 0, Parked.AtOnce - 1))), cancellationToken);
        return [.. await reads.ReadableAsync([.. ids.SelectMany(items => items).Select(id => (string)id!)], cancellationToken)];
    }

    /// <summary>Woken lanes, and those under gates that are due or whose refusal has run out.</summary>
    private async Task<List<LaneSnapshot>> HiddenAsync(QueueHead head, GateSnapshot snapshot, DateTimeOffset now, ReadLimits limits,
        CancellationToken cancellationToken)
    {
        var opening = snapshot.Gates.Values.Where(gate => Gating.OpenByTime(gate.State, now) is not null).Select(gate => gate.State.Name);
        var under = await link.ReadAsync(
            db => Task.WhenAll(head.DueGates.Concat(opening).Distinct(StringComparer.Ordinal)
                .Select(gate => db.ExecuteAsync("SRANDMEMBER", keys.ParkedUnder(gate), HiddenAtOnce))), cancellationToken);
        RedisValue[] names =
            [.. head.Woken.Select(lane => (RedisValue)lane.Item1).Concat(under.SelectMany(result => (RedisValue[])result!)).Distinct()];
        if (names.Length == 0)
            return [];
        var (whats, places) = await link.ReadAsync(
            async db =>
            {
                var whats = db.HashGetAsync(keys.Parked, names);
                var places = await Task.WhenAll(
                    names.Select(name => db.SortedSetRangeByRankWithScoresAsync(keys.Lane(name!), 0, limits.Places)));
                return (await whats, places);
            },
            cancellationToken);
        return [.. whats.Zip(places).Where(pair => !pair.First.IsNull && pair.Second.Length > 0)
            .Select(pair => LaneSnapshot.Of(LaneRef.Read((byte[])pair.First!, keys), pair.Second, limits.Places))];
    }

    /// <summary>Virtual finish times of groups, and whether they have ready tasks.</summary>
    public async Task<List<((Priority PriorityClass, string Group) Key, double? Finish, bool HasBacklog)>> SharesAsync(
        List<(Priority PriorityClass, string Group)> shares, CancellationToken cancellationToken)
    {
        if (shares.Count == 0)
            return [];
        RedisValue[] fields = [.. shares.Select(share => (RedisValue)$"{EnumNames<Priority>.Of(share.PriorityClass)} {share.Group}")];
        var (finish, backlog) = await link.ReadAsync(
            async db =>
            {
                var finish = db.HashGetAsync(keys.Finish, fields);
                var backlog = db.HashGetAsync(keys.Backlog, fields);
                return (await finish, await backlog);
            },
            cancellationToken);
        return [.. shares.Select((share, n) => (share, finish[n].IsNull ? (double?)null : Number(finish[n]), !backlog[n].IsNull))];
    }

    private async Task<Dictionary<string, double>> ExpectedAsync(FirstPage page, IEnumerable<string> groups,
        CancellationToken cancellationToken)
    {
        var names = groups.Distinct(StringComparer.Ordinal).ToList();
        await MissingAsync(names.Where(name => !page.HasExpected(name)), page.ReadExpectedAsync, cancellationToken);
        return names.Where(name => page.ExpectedOf(name) is not null)
            .ToDictionary(name => name, name => page.ExpectedOf(name)!.Value, StringComparer.Ordinal);
    }

    private static double Number(RedisValue text) => double.Parse((string)text!, CultureInfo.InvariantCulture);

    private sealed record QueueHead(
        Dictionary<string, RedisValue> Meta,
        LeaseTable Leases,
        Dictionary<Priority, SortedSetEntry[]> GroupOrders,
        List<(string, RedisValue)> Woken,
        List<string> DueGates,
        List<string> Profiles,
        FirstPage Page);
}
