using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>One lane: its head, and whether it is parked under a gate that refused it.</summary>
internal sealed class Lane(long id, LaneKey key, GroupShare share, IReadOnlyList<string> gates)
{
    public long Id { get; } = id;

    public LaneKey Key { get; } = key;

    public GroupShare Share { get; } = share;

    /// <summary>Beyond queue, class and group, in the order they are asked.</summary>
    public IReadOnlyList<string> Gates { get; } = gates;

    /// <summary>Null while no task is ready in it.</summary>
    public LanePlace? Head { get; set; }

    public bool Parked { get; set; }

    public bool IsOpen => Head is not null && !Parked;
}
