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
    private const int MostGroups = 50;
    private const int MostLanes = 20;
    private const int MostPlaces = 100;
    private const int WokenAtOnce = 200;

    private static readonly Priority[] Classes = Enum.GetValues<Priority>();

    public async Task<Front> ReadAsync(ClaimRequest request, CancellationToken stop)
    {
        var sheet = await book.CurrentAsync(stop);
        var opens = sheet.Gates.Values.Any(gate => gate.State.Closed && !gate.State.IsClosedAt(request.Now));
        var sight = await link.ReadAsync(db => LookAsync(db, request, opens), stop);
        var groups = await GroupsAsync(sight, request.Limit, stop);
        var waiting = opens ? await WaitingAsync(sight, stop) : [];
        var turns = await TurnsAsync(waiting, stop);
        return new Front
        {
            Sheet = sheet,
            Claims = (long)sight.Meta.GetValueOrDefault("claims"),
            Leases = sight.Leases,
            VirtualTime = Classes.ToDictionary(one => one, one => sight.Meta.TryGetValue("time " + Words<Priority>.Of(one), out var time) ? Number(time) : 0),
            Groups = groups,
            Horizons = sight.Rings.Where(ring => ring.Value.Length > Most(request.Limit, MostGroups)).ToDictionary(ring => ring.Key, ring => ring.Value[^1].Score),
            Expected = await ExpectedAsync(groups, waiting, stop),
            OpensGates = opens,
            Waiting = waiting,
            Finish = turns.Where(turn => turn.Finish is not null).ToDictionary(turn => turn.Turn, turn => turn.Finish!.Value),
            Backlogs = turns.Where(turn => turn.HasBacklog).Select(turn => turn.Turn).ToHashSet(),
            Woken = sight.Woken,
            DueGates = sight.DueGates,
        };
    }

    /// <summary>Puts lanes that may be asked again back to where they belong.</summary>
    public Draft InOrder(Front seen)
    {
        var draft = new Draft();
        foreach (var gate in seen.DueGates)
            draft.Run("ZREM", keys.ParkingTimes, gate);
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

    private async Task<Sight> LookAsync(IDatabase db, ClaimRequest request, bool opens)
    {
        var meta = db.HashGetAllAsync(keys.Meta);
        var leases = LeaseReads.ReadAsync(db, keys);
        var rings = Classes.Select(one => db.SortedSetRangeByRankWithScoresAsync(keys.Ring(one), 0, Most(request.Limit, MostGroups))).ToList();
        var woken = db.ExecuteAsync("SRANDMEMBER", keys.Woken, WokenAtOnce);
        var due = db.SortedSetRangeByScoreAsync(keys.ParkingTimes, double.NegativeInfinity, Milliseconds.Of(request.Now));
        var profiles = opens ? db.HashGetAllAsync(keys.WaitingProfiles) : Task.FromResult<HashEntry[]>([]);
        var names = (RedisValue[])(await woken)!;
        var whats = names.Length == 0 ? [] : await db.HashGetAsync(keys.Parked, names);
        return new Sight(
            (await meta).ToDictionary(one => (string)one.Name!, one => one.Value, StringComparer.Ordinal),
            await leases,
            Classes.Zip(await Task.WhenAll(rings)).ToDictionary(one => one.First, one => one.Second),
            [.. names.Zip(whats).Select(one => ((string)one.First!, one.Second))],
            [.. (await due).Select(gate => (string)gate!)],
            [.. (await profiles).Where(one => (long)one.Value > 0).Select(one => (string)one.Name!).Order(StringComparer.Ordinal)]);
    }

    private async Task<List<GroupFront>> GroupsAsync(Sight sight, int limit, CancellationToken stop)
    {
        List<(Priority Class, SortedSetEntry Entry)> shown = [.. sight.Rings.SelectMany(ring => ring.Value.Select(entry => (ring.Key, entry)))];
        var (mostLanes, mostPlaces) = (Most(limit, MostLanes), Most(limit, MostPlaces));
        var heads = await link.ReadAsync(db => Task.WhenAll(shown.Select(one => db.SortedSetRangeByRankAsync(keys.Heads(one.Class, one.Entry.Element!), 0, mostLanes))), stop);
        var names = heads.SelectMany(one => one).Select(NameOf).ToList();
        var (whats, places) = await link.ReadAsync(
            async db =>
            {
                var whats = names.Count == 0 ? Task.FromResult<RedisValue[]>([]) : db.HashGetAsync(keys.Lanes, [.. names.Select(name => (RedisValue)name)]);
                var places = await Task.WhenAll(names.Select(name => db.SortedSetRangeByRankWithScoresAsync(keys.Lane(name), 0, mostPlaces)));
                return (await whats, places);
            },
            stop);
        var next = 0;
        List<GroupFront> groups = [];
        foreach (var ((inClass, entry), lanes) in shown.Zip(heads))
        {
            var fronts = lanes.Select(_ => (What: whats[next], Places: places[next++])).Where(one => !one.What.IsNull)
                .Select(one => new LaneFront(
                    LaneRef.Read((byte[])one.What!, keys), [.. one.Places.Select(place => new LanePlace((long)place.Score, place.Element!))], one.Places.Length > mostPlaces))
                .ToList();
            groups.Add(new GroupFront(inClass, entry.Element!, entry.Score, fronts, lanes.Length > mostLanes));
        }

        return groups;
    }

    private async Task<List<StoredTask>> WaitingAsync(Sight sight, CancellationToken stop)
    {
        var ids = await link.ReadAsync(db => Task.WhenAll(sight.Profiles.Select(profile => db.SortedSetRangeByRankAsync(keys.WaitingWith(profile), 0, Parked.AtOnce - 1))), stop);
        return [.. await reads.ReadableAsync([.. ids.SelectMany(one => one).Select(id => (string)id!)], stop)];
    }

    private async Task<List<(( Priority Class, string Group) Turn, double? Finish, bool HasBacklog)>> TurnsAsync(List<StoredTask> waiting, CancellationToken stop)
    {
        // A task that goes on is served in the class of its priority again.
        var turns = waiting.Select(row => (row.Task.Priority, row.Task.Group)).Distinct().ToList();
        if (turns.Count == 0)
            return [];
        RedisValue[] fields = [.. turns.Select(turn => (RedisValue)$"{Words<Priority>.Of(turn.Priority)} {turn.Group}")];
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

    private async Task<Dictionary<string, double>> ExpectedAsync(List<GroupFront> groups, List<StoredTask> waiting, CancellationToken stop)
    {
        var names = groups.Select(group => group.Group).Concat(waiting.Select(row => row.Task.Group)).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            return [];
        var found = await link.ReadAsync(db => db.HashGetAsync(keys.Expected, [.. names.Select(name => (RedisValue)name)]), stop);
        return names.Zip(found).Where(one => !one.Second.IsNull).ToDictionary(one => one.First, one => Number(one.Second), StringComparer.Ordinal);
    }

    /// <summary>One more than can be used shows that there is more.</summary>
    private static int Most(int limit, int most) => Math.Min(limit, most);

    /// <summary>A head is its task's id, a space, its lane's name.</summary>
    private static string NameOf(RedisValue head) => ((string)head!)[(((string)head!).LastIndexOf(' ') + 1)..];

    private static double Number(RedisValue text) => double.Parse((string)text!, CultureInfo.InvariantCulture);

    private sealed record Sight(
        Dictionary<string, RedisValue> Meta,
        LeaseTable Leases,
        Dictionary<Priority, SortedSetEntry[]> Rings,
        List<(string, RedisValue)> Woken,
        List<string> DueGates,
        List<string> Profiles);
}
