using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Looks at the front of the queue: as many groups, lanes and places as one claim can use. Its reads are not one moment; the commit's guards see
/// to it that nothing rests on what changed between them.
/// </summary>
internal sealed class FrontReads(RedisLink link, QueueKeys keys, TaskReads reads, GateBook book)
{
    private const int WokenAtOnce = 200;
    private const int HiddenAtOnce = 1_000;

    private static readonly Priority[] Classes = Enum.GetValues<Priority>();

    /// <param name="depth">How many times as far as one claim needs that parks who is refused.</param>
    /// <param name="foresees">Also looks at lanes that a claim would put in order first.</param>
    public async Task<Front> ReadAsync(ClaimRequest request, int depth, bool foresees, CancellationToken stop)
    {
        var sight = new Sight(request.Limit, depth);
        var sheet = await book.CurrentAsync(stop);
        var opens = sheet.Gates.Values.Any(gate => gate.State.Closed && !gate.State.IsClosedAt(request.Now));
        var seen = await link.ReadAsync(db => LookAsync(db, request, sight, opens), stop);
        var groups = await GroupsAsync(seen, sight, stop);
        var waiting = opens ? await WaitingAsync(seen, stop) : [];
        var hidden = foresees ? await HiddenAsync(seen, sheet, request.Now, sight, stop) : [];
        // A task that goes on is served in the class of its priority again.
        var turns = await TurnsAsync([.. waiting.Select(row => (row.Task.Priority, row.Task.Group)).Concat(hidden.Select(lane => (lane.Ref.Key.Class, lane.Ref.Key.Group))).Distinct()], stop);
        return new Front
        {
            Sheet = sheet,
            Claims = (long)seen.Meta.GetValueOrDefault("claims"),
            Leases = seen.Leases,
            VirtualTime = Classes.ToDictionary(one => one, one => seen.Meta.TryGetValue("time " + Words<Priority>.Of(one), out var time) ? Number(time) : 0),
            Groups = groups,
            Horizons = seen.Rings.Where(ring => ring.Value.Length > sight.Groups).ToDictionary(ring => ring.Key, ring => ring.Value[^1].Score),
            Hidden = hidden,
            Expected = await ExpectedAsync([.. groups.Select(group => group.Group), .. turns.Select(turn => turn.Turn.Group)], stop),
            OpensGates = opens,
            Waiting = waiting,
            Finish = turns.Where(turn => turn.Finish is not null).ToDictionary(turn => turn.Turn, turn => turn.Finish!.Value),
            Backlogs = turns.Where(turn => turn.HasBacklog).Select(turn => turn.Turn).ToHashSet(),
            Woken = seen.Woken,
            DueGates = seen.DueGates,
        };
    }

    /// <summary>Puts lanes that may be asked again back to where they belong.</summary>
    public Draft InOrder(Front seen)
    {
        var draft = new Draft();
        foreach (var gate in seen.DueGates)
            draft.Unrank(keys.ParkingTimes, gate);
        draft.Write(["wake", seen.DueGates.Count, .. seen.DueGates.SelectMany(gate => new[] { (Word)gate, Word.Name(keys.ParkedUnder(gate)) })]);
        foreach (var (name, what) in seen.Woken)
        {
            if (what.IsNull)
                draft.Run("SREM", keys.Woken, name);
            else
                draft.Write("list", LaneRef.Read((byte[])what!, keys));
        }

        return draft;
    }

    private async Task<Seen> LookAsync(IDatabase db, ClaimRequest request, Sight sight, bool opens)
    {
        var meta = db.HashGetAllAsync(keys.Meta);
        var leases = LeaseReads.ReadAsync(db, keys);
        var rings = Classes.Select(one => db.SortedSetRangeByRankWithScoresAsync(keys.Ring(one), 0, sight.Groups)).ToList();
        var woken = db.ExecuteAsync("SRANDMEMBER", keys.Woken, WokenAtOnce);
        var due = db.SortedSetRangeByScoreAsync(keys.ParkingTimes, double.NegativeInfinity, Milliseconds.Of(request.Now));
        var profiles = opens ? db.HashGetAllAsync(keys.WaitingProfiles) : Task.FromResult<HashEntry[]>([]);
        var names = (RedisValue[])(await woken)!;
        var whats = names.Length == 0 ? [] : await db.HashGetAsync(keys.Parked, names);
        return new Seen(
            (await meta).ToDictionary(one => (string)one.Name!, one => one.Value, StringComparer.Ordinal),
            await leases,
            Classes.Zip(await Task.WhenAll(rings)).ToDictionary(one => one.First, one => one.Second),
            [.. names.Zip(whats).Select(one => ((string)one.First!, one.Second))],
            [.. (await due).Select(gate => (string)gate!)],
            [.. (await profiles).Where(one => (long)one.Value > 0).Select(one => (string)one.Name!).Order(StringComparer.Ordinal)]);
    }

    private async Task<List<GroupFront>> GroupsAsync(Seen seen, Sight sight, CancellationToken stop)
    {
        List<(Priority Class, SortedSetEntry Entry)> shown = [.. seen.Rings.SelectMany(ring => ring.Value.Select(entry => (ring.Key, entry)))];
        var heads = await link.ReadAsync(db => Task.WhenAll(shown.Select(one => db.SortedSetRangeByRankAsync(keys.Heads(one.Class, one.Entry.Element!), 0, sight.Lanes))), stop);
        var names = heads.SelectMany(one => one).Select(NameOf).ToList();
        var (whats, places) = await link.ReadAsync(
            async db =>
            {
                var whats = names.Count == 0 ? Task.FromResult<RedisValue[]>([]) : db.HashGetAsync(keys.Lanes, [.. names.Select(name => (RedisValue)name)]);
                var places = await Task.WhenAll(names.Select(name => db.SortedSetRangeByRankWithScoresAsync(keys.Lane(name), 0, sight.Places)));
                return (await whats, places);
            },
            stop);
        var next = 0;
        List<GroupFront> groups = [];
        foreach (var ((inClass, entry), lanes) in shown.Zip(heads))
        {
            var fronts = lanes.Select(_ => (What: whats[next], Places: places[next++])).Where(one => !one.What.IsNull)
                .Select(one => LaneOf(one.What, one.Places, sight.Places))
                .ToList();
            groups.Add(new GroupFront(inClass, entry.Element!, entry.Score, fronts, lanes.Length > sight.Lanes));
        }

        return groups;
    }

    private async Task<List<StoredTask>> WaitingAsync(Seen seen, CancellationToken stop)
    {
        var ids = await link.ReadAsync(db => Task.WhenAll(seen.Profiles.Select(profile => db.SortedSetRangeByRankAsync(keys.WaitingWith(profile), 0, Parked.AtOnce - 1))), stop);
        return [.. await reads.ReadableAsync([.. ids.SelectMany(one => one).Select(id => (string)id!)], stop)];
    }

    /// <summary>Those that wait to be listed again, and those under gates whose refusals have run out or that open now.</summary>
    private async Task<List<LaneFront>> HiddenAsync(Seen seen, GateSheet sheet, DateTimeOffset now, Sight sight, CancellationToken stop)
    {
        var opening = sheet.Gates.Values.Where(gate => Gating.OpenByTime(gate.State, now) is not null).Select(gate => gate.State.Name);
        var under = await link.ReadAsync(db => Task.WhenAll(seen.DueGates.Concat(opening).Distinct(StringComparer.Ordinal).Select(gate => db.ExecuteAsync("SRANDMEMBER", keys.ParkedUnder(gate), HiddenAtOnce))), stop);
        RedisValue[] names = [.. seen.Woken.Select(lane => (RedisValue)lane.Item1).Concat(under.SelectMany(one => (RedisValue[])one!)).Distinct()];
        if (names.Length == 0)
            return [];
        var (whats, places) = await link.ReadAsync(
            async db =>
            {
                var whats = db.HashGetAsync(keys.Parked, names);
                var places = await Task.WhenAll(names.Select(name => db.SortedSetRangeByRankWithScoresAsync(keys.Lane(name!), 0, sight.Places)));
                return (await whats, places);
            },
            stop);
        return [.. whats.Zip(places).Where(one => !one.First.IsNull && one.Second.Length > 0).Select(one => LaneOf(one.First, one.Second, sight.Places))];
    }

    private LaneFront LaneOf(RedisValue what, SortedSetEntry[] places, int most) =>
        new(LaneRef.Read((byte[])what!, keys), [.. places.Select(place => new LanePlace((long)place.Score, place.Element!))], places.Length > most);

    /// <summary>F of groups in classes, and whether they have ready tasks there.</summary>
    public async Task<List<((Priority Class, string Group) Turn, double? Finish, bool HasBacklog)>> TurnsAsync(List<(Priority Class, string Group)> turns, CancellationToken stop)
    {
        if (turns.Count == 0)
            return [];
        RedisValue[] fields = [.. turns.Select(turn => (RedisValue)$"{Words<Priority>.Of(turn.Class)} {turn.Group}")];
        var (finish, backlog) = await link.ReadAsync(
            async db =>
            {
                var finish = db.HashGetAsync(keys.Finish, fields);
                var backlog = db.HashGetAsync(keys.Backlog, fields);
                return (await finish, await backlog);
            },
            stop);
        return [.. turns.Select((turn, n) => (turn, finish[n].IsNull ? (double?)null : Number(finish[n]), !backlog[n].IsNull))];
    }

    private async Task<Dictionary<string, double>> ExpectedAsync(IEnumerable<string> groups, CancellationToken stop)
    {
        var names = groups.Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            return [];
        var found = await link.ReadAsync(db => db.HashGetAsync(keys.Expected, [.. names.Select(name => (RedisValue)name)]), stop);
        return names.Zip(found).Where(one => !one.Second.IsNull).ToDictionary(one => one.First, one => Number(one.Second), StringComparer.Ordinal);
    }

    /// <summary>A head is its task's id, a space, its lane's name.</summary>
    private static string NameOf(RedisValue head) => ((string)head!)[(((string)head!).LastIndexOf(' ') + 1)..];

    private static double Number(RedisValue text) => double.Parse((string)text!, CultureInfo.InvariantCulture);

    private sealed record Seen(
        Dictionary<string, RedisValue> Meta,
        LeaseTable Leases,
        Dictionary<Priority, SortedSetEntry[]> Rings,
        List<(string, RedisValue)> Woken,
        List<string> DueGates,
        List<string> Profiles);

    /// <summary>How far to look: one more than can be used shows that there is more.</summary>
    private readonly record struct Sight(int Limit, int Depth)
    {
        public int Groups => Math.Min(Limit, 50) * Depth;

        public int Lanes => Math.Min(Limit, 20) * Depth;

        public int Places => Math.Min(Limit, 100) * Depth;
    }
}
