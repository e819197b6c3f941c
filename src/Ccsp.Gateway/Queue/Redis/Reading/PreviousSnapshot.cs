using System.Collections.Concurrent;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Remembers which groups and lanes were at the head last time. They are read speculatively together with the order that tells the current
/// ones; wrong guesses are read afterwards. A lane's key never changes.
/// </summary>
internal sealed class PreviousSnapshot
{
    private const int MostGroups = 50;
    private const int MostLanes = 200;

    /// <summary>More lanes than a claim ever reads; the cache is emptied beyond it.</summary>
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, LaneRef> _known = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<GroupSnapshot> _groups = [];

    public IReadOnlyList<(Priority PriorityClass, string Group)> Groups => [.. _groups.Select(group => (group.PriorityClass, group.Group))];

    public IReadOnlyList<string> Lanes => [.. _groups.SelectMany(group => group.Lanes).Take(MostLanes).Select(lane => lane.Ref.Name)];

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
