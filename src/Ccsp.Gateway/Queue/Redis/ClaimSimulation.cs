using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// The head of the queue: per class the groups by virtual time, per group the lanes by their first task. Picking changes it as the commit
/// will change the queue; a pick that needs what lies behind the snapshot says so.
/// </summary>
internal sealed class ClaimSimulation
{
    private readonly Dictionary<Priority,
        List<GroupSimulation>> _classes = Enum.GetValues<Priority>().ToDictionary(priority => priority, _ => new List<GroupSimulation>());
    private readonly Dictionary<Priority, double> _readUpTo = [];
    private readonly Dictionary<Priority, double> _virtualTime = [];

    /// <summary>Claims made since the store was created.</summary>
    public long Claims { get; set; }

    public required LeaseTable Leases { get; init; }

    public IEnumerable<LaneSimulation> Refused =>
        _classes.Values.SelectMany(groups => groups).SelectMany(group => group.Lanes).Where(lane => lane.RefusedBy is not null);

    public double VirtualTime(Priority priorityClass) => _virtualTime.GetValueOrDefault(priorityClass);

    public void SetVirtualTime(Priority priorityClass, double time) => _virtualTime[priorityClass] = time;

    public void Add(GroupSimulation group) => _classes[group.PriorityClass].Add(group);

    /// <summary>Groups from this finish time on are not in the snapshot.</summary>
    public void EndAt(Priority priorityClass, double finish) => _readUpTo[priorityClass] = finish;

    /// <summary>Adds a lane the snapshot had left out.</summary>
    public void Show(LaneSimulation lane, double finish)
    {
        var (priorityClass, name) = (lane.Ref.Key.PriorityClass, lane.Ref.Key.Group);
        var group = _classes[priorityClass].Find(view => view.Group == name);
        if (group is null)
            Add(group = new GroupSimulation(priorityClass, name, finish));
        if (!group.Lanes.Exists(view => view.Ref.Name == lane.Ref.Name))
            group.Lanes.Add(lane);
    }

    /// <summary>Inserts a task, as when the gate it waited for opens.</summary>
    /// <param name="finish">Virtual finish time of its group; null if it has none.</param>
    /// <param name="hadBacklog">Whether its group has ready tasks in this class already.</param>
    public void Enter(AgentTask ready, LaneRef lane, double? finish, bool hadBacklog)
    {
        var group = _classes[ready.PriorityClass].Find(known => known.Group == ready.Group);
        if (group is null)
            Add(group = new GroupSimulation(ready.PriorityClass, ready.Group,
                hadBacklog ? finish ?? 0 : Fairness.Enter(finish, VirtualTime(ready.PriorityClass))));
        var view = group.Lanes.Find(known => known.Ref.Name == lane.Name);
        if (view is null)
            group.Lanes.Add(view = new LaneSimulation(lane, [], hasMore: false));
        view.Insert(LanePlace.Of(ready));
    }

    /// <summary>The next task of a class that every gate admits; lanes refused on the way are parked.</summary>
    /// <param name="ask">The refusal of one gate; null when it admits.</param>
    public PickResult Best(Priority priorityClass, Func<string, GateAnswer?> ask)
    {
        var hasMore = _readUpTo.TryGetValue(priorityClass, out var end);
        while (_classes[priorityClass].Where(group => group.IsOpen).Min(GroupSimulation.ByFinish) is { } group)
        {
            if (hasMore && group.Finish > end)
                return PickResult.BeyondLimits;
            if (group.Next() is not { } lane)
                return PickResult.BeyondLimits;
            if (LeaseEntry.GatesOf(lane.Ref.Key).Select(ask).FirstOrDefault(answer => answer is not null) is not { } refused)
                return new PickResult(group, lane);
            lane.RefusedBy = refused;
        }

        return hasMore ? PickResult.BeyondLimits : PickResult.Nobody;
    }
}
