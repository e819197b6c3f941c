using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>One group's share of one priority class.</summary>
internal sealed class GroupShare(Priority priorityClass, string group)
{
    private static readonly IComparer<Lane> ByHead = Comparer<Lane>.Create(static (a, b) =>
        a.Head!.Value.CompareTo(b.Head!.Value) is var order && order != 0 ? order : a.Id.CompareTo(b.Id));

    public Priority PriorityClass { get; } = priorityClass;

    public string Group { get; } = group;

    /// <summary>Virtual finish time; null before the group's first ready task.</summary>
    public double? Finish { get; set; }

    /// <summary>Lanes with tasks, including parked ones.</summary>
    public int Backlog { get; set; }

    /// <summary>Lanes that refer to it, including empty ones.</summary>
    public int Lanes { get; set; }

    /// <summary>Lanes that are not parked, by their heads.</summary>
    public SortedSet<Lane> Open { get; } = new(ByHead);

    public bool Parked { get; set; }

    public bool IsOpen => Open.Count > 0 && !Parked;
}
