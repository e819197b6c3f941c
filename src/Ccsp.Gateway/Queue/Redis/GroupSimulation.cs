using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

internal sealed class GroupSimulation(Priority priorityClass, string group, double finish)
{
    public static readonly IComparer<GroupSimulation> ByFinish = Comparer<GroupSimulation>.Create(static (a, b) =>
        a.Finish.CompareTo(b.Finish) is var order && order != 0 ? order : string.CompareOrdinal(a.Group, b.Group));

    private LanePlace? _end;

    public Priority PriorityClass => priorityClass;

    public string Group => group;

    public double Finish { get; set; } = finish;

    public List<LaneSimulation> Lanes { get; } = [];

    public bool IsOpen => _end is not null || Lanes.Exists(lane => lane.IsOpen);

    /// <summary>Lanes whose head is at or after this are not in the snapshot.</summary>
    public void EndAt(LanePlace place) => _end = place;

    /// <summary>The lane with the earliest head; null when it may be one outside the snapshot.</summary>
    public LaneSimulation? Next()
    {
        var open = Lanes.Where(lane => lane.IsOpen).ToList();
        if (open.Exists(lane => lane.Head is null))
            return null;
        var first = open.MinBy(lane => lane.Head!.Value);
        return first is null || (_end is { } unseen && first.Head!.Value.CompareTo(unseen) > 0) ? null : first;
    }
}
