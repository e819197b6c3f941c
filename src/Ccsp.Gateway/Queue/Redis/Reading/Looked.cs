using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>What one look at the front has read so far of groups and lanes.</summary>
internal sealed class Looked
{
    /// <summary>By class and group: the heads of its lanes.</summary>
    public Dictionary<(Priority Class, string Group), RedisValue[]> Heads { get; } = [];

    /// <summary>By name: what a lane stands for; none for one that was gone before it could be read.</summary>
    public Dictionary<string, LaneRef> Lanes { get; } = new(StringComparer.Ordinal);

    /// <summary>By name of a lane: its first places.</summary>
    public Dictionary<string, SortedSetEntry[]> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>By group: expected run seconds; null for one that has not run.</summary>
    public Dictionary<string, double?> Expected { get; } = new(StringComparer.Ordinal);
}
