using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

/// <param name="HasMore">There are lanes behind the last one.</param>
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
