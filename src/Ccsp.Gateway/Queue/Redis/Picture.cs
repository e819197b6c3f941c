using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The front of the queue as a claim saw it a moment ago: per class the groups by virtual time, per group the lanes by their heads. Picking
/// changes it the way the commit will change the queue. Behind the front there may be more; a pick that would need it says so.
/// </summary>
internal sealed class Picture
{
    private readonly Dictionary<Priority, List<GroupView>> classes = Enum.GetValues<Priority>().ToDictionary(one => one, _ => new List<GroupView>());
    private readonly Dictionary<Priority, double> horizons = [];
    private readonly Dictionary<Priority, double> virtualTime = [];

    /// <summary>Claims ever made.</summary>
    public long Claims { get; set; }

    public required LeaseTable Leases { get; init; }

    public IEnumerable<LaneView> Refused => classes.Values.SelectMany(groups => groups).SelectMany(group => group.Lanes).Where(lane => lane.RefusedBy is not null);

    public double VirtualTime(Priority one) => virtualTime.GetValueOrDefault(one);

    public void SetVirtualTime(Priority one, double time) => virtualTime[one] = time;

    public void Add(GroupView group) => classes[group.Class].Add(group);

    /// <summary>There are groups with an F from here on that the picture does not show.</summary>
    public void EndAt(Priority one, double finish) => horizons[one] = finish;

    /// <summary>A lane that was hidden takes part.</summary>
    public void Show(LaneView lane, double finish)
    {
        var (inClass, name) = (lane.Ref.Key.Class, lane.Ref.Key.Group);
        var group = classes[inClass].Find(one => one.Group == name);
        if (group is null)
            Add(group = new GroupView(inClass, name, finish));
        if (!group.Lanes.Exists(one => one.Ref.Name == lane.Ref.Name))
            group.Lanes.Add(lane);
    }

    /// <summary>A task takes its place in the front, as one does that goes on when its gate opens.</summary>
    /// <param name="finish">F of its group, null when it has none.</param>
    /// <param name="hadBacklog">Whether its group has ready tasks in this class already.</param>
    public void Enter(AgentTask ready, LaneRef lane, double? finish, bool hadBacklog)
    {
        var group = classes[ready.Class].Find(one => one.Group == ready.Group);
        if (group is null)
            Add(group = new GroupView(ready.Class, ready.Group, hadBacklog ? finish ?? 0 : Fairness.Enter(finish, VirtualTime(ready.Class))));
        var view = group.Lanes.Find(one => one.Ref.Name == lane.Name);
        if (view is null)
            group.Lanes.Add(view = new LaneView(lane, [], hasMore: false));
        view.Insert(LanePlace.Of(ready));
    }

    /// <summary>The next task of a class that every gate admits; lanes that are refused are parked on the way.</summary>
    /// <param name="ask">Asks one gate; null when it admits.</param>
    public PickResult Best(Priority one, Func<string, GateAnswer?> ask)
    {
        var hasMore = horizons.TryGetValue(one, out var horizon);
        while (classes[one].Where(group => group.IsOpen).Min(GroupView.ByFinish) is { } group)
        {
            if (hasMore && group.Finish > horizon)
                return PickResult.OutOfSight;
            if (group.Next() is not { } lane)
                return PickResult.OutOfSight;
            if (LeaseEntry.GatesOf(lane.Ref.Key).Select(ask).FirstOrDefault(answer => answer is not null) is not { } refused)
                return new PickResult(group, lane);
            lane.RefusedBy = refused;
        }

        return hasMore ? PickResult.OutOfSight : PickResult.Nobody;
    }
}

/// <summary>A pick: a lane's head; nobody; or it lies behind what the picture shows.</summary>
internal readonly record struct PickResult(GroupView? Group, LaneView? Lane, bool IsOutOfSight = false)
{
    public static PickResult Nobody => default;

    public static PickResult OutOfSight => new(null, null, IsOutOfSight: true);
}

internal sealed class GroupView(Priority inClass, string group, double finish)
{
    public static readonly IComparer<GroupView> ByFinish = Comparer<GroupView>.Create(static (a, b) =>
        a.Finish.CompareTo(b.Finish) is var order && order != 0 ? order : string.CompareOrdinal(a.Group, b.Group));

    private LanePlace? horizon;

    public Priority Class => inClass;

    public string Group => group;

    public double Finish { get; set; } = finish;

    public List<LaneView> Lanes { get; } = [];

    public bool IsOpen => horizon is not null || Lanes.Exists(lane => lane.IsOpen);

    /// <summary>There are lanes with a head from here on that the picture does not show.</summary>
    public void EndAt(LanePlace place) => horizon = place;

    /// <summary>The lane with the earliest head; null when it may be one that is not shown.</summary>
    public LaneView? Next()
    {
        var open = Lanes.Where(lane => lane.IsOpen).ToList();
        if (open.Exists(lane => lane.Head is null))
            return null;
        var first = open.MinBy(lane => lane.Head!.Value);
        return first is null || (horizon is { } unseen && first.Head!.Value.CompareTo(unseen) > 0) ? null : first;
    }
}

internal sealed class LaneView(LaneRef lane, IEnumerable<LanePlace> places, bool hasMore)
{
    private readonly List<LanePlace> places = [.. places];

    public LaneRef Ref => lane;

    public GateAnswer? RefusedBy { get; set; }

    /// <summary>Null when the next one is not shown, or there is none.</summary>
    public LanePlace? Head => places.Count > 0 ? places[0] : null;

    public bool IsOpen => RefusedBy is null && (places.Count > 0 || hasMore);

    public void Take() => places.RemoveAt(0);

    public void Insert(LanePlace place)
    {
        var at = places.BinarySearch(place);
        if (at < 0)
            places.Insert(~at, place);
    }
}
