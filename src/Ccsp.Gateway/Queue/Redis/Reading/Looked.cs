using System.Globalization;
using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>What one look at the front has read so far of groups and lanes. Reads only what it is asked for.</summary>
internal sealed class Looked(QueueKeys keys, Sight sight)
{
    private readonly Dictionary<(Priority Class, string Group), RedisValue[]> heads = [];
    private readonly Dictionary<string, LaneRef> lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSetEntry[]> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double?> expected = new(StringComparer.Ordinal);

    public bool HasHeads((Priority, string) group) => heads.ContainsKey(group);

    public bool HasLane(string name) => lanes.ContainsKey(name);

    public bool HasPlaces(string lane) => places.ContainsKey(lane);

    public bool HasExpected(string group) => expected.ContainsKey(group);

    /// <summary>Names of the group's lanes, in the order of their heads.</summary>
    public IReadOnlyList<string> LanesOf((Priority, string) group) => [.. heads[group].Select(NameOf)];

    /// <summary>Expected run seconds; null for a group that has not run.</summary>
    public double? ExpectedOf(string group) => expected[group];

    /// <summary>Those of the lanes that were not gone before they could be read.</summary>
    public IReadOnlyList<LaneFront> FrontsOf(IEnumerable<string> names) =>
        [.. names.Select(lanes.GetValueOrDefault).OfType<LaneRef>().Select(lane => LaneFront.Of(lane, places[lane.Name], sight.Places))];

    /// <summary>What it stands for is known from before.</summary>
    public void Take(LaneRef lane) => lanes[lane.Name] = lane;

    public async Task ReadHeadsAsync(IDatabase db, IReadOnlyList<(Priority Class, string Group)> groups)
    {
        var read = await Task.WhenAll(groups.Select(one => db.SortedSetRangeByRankAsync(keys.Heads(one.Class, one.Group), 0, sight.Lanes)));
        foreach (var (group, found) in groups.Zip(read))
            heads[group] = found;
    }

    public async Task ReadLanesAsync(IDatabase db, IReadOnlyList<string> names)
    {
        var read = await db.HashGetAsync(keys.Lanes, [.. names.Select(name => (RedisValue)name)]);
        foreach (var (name, what) in names.Zip(read))
        {
            if (!what.IsNull)
                lanes[name] = LaneRef.Read((byte[])what!, keys);
        }
    }

    public async Task ReadPlacesAsync(IDatabase db, IReadOnlyList<string> names)
    {
        var read = await Task.WhenAll(names.Select(name => db.SortedSetRangeByRankWithScoresAsync(keys.Lane(name), 0, sight.Places)));
        foreach (var (name, found) in names.Zip(read))
            places[name] = found;
    }

    public async Task ReadExpectedAsync(IDatabase db, IReadOnlyList<string> groups)
    {
        if (groups.Count == 0)
            return;
        var read = await db.HashGetAsync(keys.Expected, [.. groups.Select(group => (RedisValue)group)]);
        foreach (var (group, seconds) in groups.Zip(read))
            expected[group] = seconds.IsNull ? null : double.Parse((string)seconds!, CultureInfo.InvariantCulture);
    }

    /// <summary>A head is its task's id, a space, its lane's name.</summary>
    private static string NameOf(RedisValue head) => ((string)head!)[(((string)head!).LastIndexOf(' ') + 1)..];
}
