using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>The turn of one group in one class.</summary>
internal sealed class GroupShare(Priority priorityClass, string group)
{
    private static readonly IComparer<Lane> ByHead = Comparer<Lane>.Create(static (a, b) =>
        a.Head!.Value.CompareTo(b.Head!.Value) is var order && order != 0 ? order : a.Id.CompareTo(b.Id));

    public Priority PriorityClass { get; } = priorityClass;

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
