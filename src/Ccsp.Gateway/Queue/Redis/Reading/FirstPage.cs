using System.Globalization;
using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Groups and lanes read so far for one snapshot; reads only what is missing.</summary>
internal sealed class FirstPage(QueueKeys keys, ReadLimits limits)
{
    private readonly Dictionary<(Priority PriorityClass, string Group), RedisValue[]> _heads = [];
    private readonly Dictionary<string, LaneRef> _lanes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSetEntry[]> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double?> _expected = new(StringComparer.Ordinal);

    public bool HasHeads((Priority, string) group) => _heads.ContainsKey(group);

    public bool HasLane(string name) => _lanes.ContainsKey(name);

    public bool HasPlaces(string lane) => _places.ContainsKey(lane);

    public bool HasExpected(string group) => _expected.ContainsKey(group);

    /// <summary>Names of the group's lanes, in the order of their heads.</summary>
    public IReadOnlyList<string> LanesOf((Priority, string) group) => [.. _heads[group].Select(NameOf)];

    /// <summary>Expected run seconds; null for a group that has not run.</summary>
    public double? ExpectedOf(string group) => _expected[group];

    /// <summary>Skips lanes that vanished before they were read.</summary>
    public IReadOnlyList<LaneSnapshot> SnapshotsOf(IEnumerable<string> names) =>
        [.. names.Select(_lanes.GetValueOrDefault).OfType<LaneRef>()
            .Select(lane => LaneSnapshot.Of(lane, _places[lane.Name], limits.Places))];

    /// <summary>Lane keys never change, so known ones are reused.</summary>
    public void Take(LaneRef lane) => _lanes[lane.Name] = lane;

    public async Task ReadHeadsAsync(IDatabase db, IReadOnlyList<(Priority PriorityClass, string Group)> groups)
    {
        var read = await Task.WhenAll(
            groups.Select(pair => db.SortedSetRangeByRankAsync(keys.Heads(pair.PriorityClass, pair.Group), 0, limits.Lanes)));
        foreach (var (group, found) in groups.Zip(read))
            _heads[group] = found;
    }

    public async Task ReadLanesAsync(IDatabase db, IReadOnlyList<string> names)
    {
        var read = await db.HashGetAsync(keys.Lanes, [.. names.Select(name => (RedisValue)name)]);
        foreach (var (name, what) in names.Zip(read))
        {
            if (!what.IsNull)
                _lanes[name] = LaneRef.Read((byte[])what!, keys);
        }
    }

    public async Task ReadPlacesAsync(IDatabase db, IReadOnlyList<string> names)
    {
        var read = await Task.WhenAll(names.Select(name => db.SortedSetRangeByRankWithScoresAsync(keys.Lane(name), 0, limits.Places)));
        foreach (var (name, found) in names.Zip(read))
            _places[name] = found;
    }

    public async Task ReadExpectedAsync(IDatabase db, IReadOnlyList<string> groups)
    {
        if (groups.Count == 0)
            return;
        var read = await db.HashGetAsync(keys.Expected, [.. groups.Select(group => (RedisValue)group)]);
        foreach (var (group, seconds) in groups.Zip(read))
            _expected[group] = seconds.IsNull ? null : double.Parse((string)seconds!, CultureInfo.InvariantCulture);
    }

    /// <summary>A head is its task's id, a space, its lane's name.</summary>
    private static string NameOf(RedisValue head) => ((string)head!)[(((string)head!).LastIndexOf(' ') + 1)..];
}
