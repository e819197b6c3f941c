using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>One lane: its head, and whether it is parked under a gate that refused it.</summary>
internal sealed class Lane(long id, LaneKey key, Turn turn, IReadOnlyList<string> gates)
{
    public long Id { get; } = id;

    public LaneKey Key { get; } = key;

    public Turn Turn { get; } = turn;

    /// <summary>Beyond queue, class and group, in the order they are asked.</summary>
    public IReadOnlyList<string> Gates { get; } = gates;

    /// <summary>Null while no task is ready in it.</summary>
    public LanePlace? Head { get; set; }

    public bool Parked { get; set; }

    public bool IsOpen => Head is not null && !Parked;
}

/// <summary>The turn of one group in one class.</summary>
internal sealed class Turn(Priority inClass, string group)
{
    private static readonly IComparer<Lane> ByHead = Comparer<Lane>.Create(static (a, b) =>
        a.Head!.Value.CompareTo(b.Head!.Value) is var order && order != 0 ? order : a.Id.CompareTo(b.Id));

    public Priority Class { get; } = inClass;

    public string Group { get; } = group;

    /// <summary>The finish tag F, null before the group's first ready task.</summary>
    public double? Finish { get; set; }

    /// <summary>Lanes with a task, parked ones too.</summary>
    public int Backlog { get; set; }

    /// <summary>Lanes that refer to it, empty ones too.</summary>
    public int Lanes { get; set; }

    /// <summary>Lanes that may be asked, by their heads.</summary>
    public SortedSet<Lane> Open { get; } = new(ByHead);

    public bool Parked { get; set; }

    public bool IsOpen => Open.Count > 0 && !Parked;
}
