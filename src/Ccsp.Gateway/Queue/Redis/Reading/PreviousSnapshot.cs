using System.Collections.Concurrent;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Where the front of the queue was the last time. Most often it is there again, so its groups and lanes are read together with the rings
/// that would tell which they are; what was guessed wrong is read afterwards. What a lane stands for never changes.
/// </summary>
internal sealed class PreviousSnapshot
{
    private const int MostGroups = 50;
    private const int MostLanes = 200;

    /// <summary>More lanes than are at the front at any time; beyond it all are forgotten.</summary>
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, LaneRef> _known = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<GroupSnapshot> _groups = [];

    public IReadOnlyList<(Priority PriorityClass, string Group)> Groups => [.. _groups.Select(group => (group.PriorityClass, group.Group))];

    public IReadOnlyList<string> Lanes => [.. _groups.SelectMany(group => group.Lanes).Take(MostLanes).Select(lane => lane.Ref.Name)];

    /// <summary>Null when it was not seen before.</summary>
    public LaneRef? Find(string lane) => _known.GetValueOrDefault(lane);

    public void Remember(IReadOnlyList<GroupSnapshot> seen)
    {
        _groups = [.. seen.Take(MostGroups)];
        if (_known.Count > MostKnown)
            _known.Clear();
        foreach (var lane in seen.SelectMany(group => group.Lanes))
            _known[lane.Ref.Name] = lane.Ref;
    }
}
