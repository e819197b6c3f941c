using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

internal sealed record GroupSnapshot(Priority PriorityClass, string Group, double Finish, IReadOnlyList<LaneSnapshot> Lanes, bool HasMore)
{
    public GroupSimulation Simulate()
    {
        var view = new GroupSimulation(PriorityClass, Group, Finish);
        view.Lanes.AddRange(Lanes.Select(lane => lane.Simulate()));
        if (HasMore && Lanes.Count > 0 && Lanes[^1].Places.Count > 0)
            view.EndAt(Lanes[^1].Places[0]);
        return view;
    }
}
