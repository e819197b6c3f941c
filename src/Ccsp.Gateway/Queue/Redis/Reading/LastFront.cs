using System.Collections.Concurrent;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>
/// Where the front of the queue was the last time. Most often it is there again, so its groups and lanes are read together with the rings that would
/// tell which they are; what was guessed wrong is read afterwards.
/// </summary>
internal sealed class LastFront
{
    private const int MostGroups = 50;
    private const int MostLanes = 200;

    /// <summary>More lanes than are at the front at any time; beyond it all are forgotten.</summary>
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, LaneRef> known = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<GroupFront> groups = [];

    public IReadOnlyList<(Priority Class, string Group)> Groups => [.. groups.Select(group => (group.Class, group.Group))];

    public IReadOnlyList<string> Lanes => [.. groups.SelectMany(group => group.Lanes).Take(MostLanes).Select(lane => lane.Ref.Name)];

    public void Remember(IReadOnlyList<GroupFront> seen) => groups = [.. seen.Take(MostGroups)];

    /// <returns>False when a lane of this name was not seen before. What one stands for never changes.</returns>
    public bool Recall(string name, Looked looked)
    {
        if (!known.TryGetValue(name, out var lane))
            return false;
        looked.Lanes[name] = lane;
        return true;
    }

    public void Learn(LaneRef lane, Looked looked)
    {
        if (known.Count >= MostKnown)
            known.Clear();
        known[lane.Name] = lane;
        looked.Lanes[lane.Name] = lane;
    }
}
