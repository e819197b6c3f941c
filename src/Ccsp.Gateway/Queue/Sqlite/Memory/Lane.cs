using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>One lane: its head, and the gate it is parked under.</summary>
internal sealed class Lane(long id, LaneKey key, GroupShare share, IReadOnlyList<string> gates)
{
    public long Id { get; } = id;

    public LaneKey Key { get; } = key;

    public GroupShare Share { get; } = share;

    /// <summary>The gates beyond queue, class and group, in the order they are asked.</summary>
    public IReadOnlyList<string> Gates { get; } = gates;

    public LanePlace? Head { get; set; }

    public bool Parked { get; set; }

    public bool IsOpen => Head is not null && !Parked;
}
