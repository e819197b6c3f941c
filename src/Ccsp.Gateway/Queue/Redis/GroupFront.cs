using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

/// <param name="HasMore">There are lanes behind the last one.</param>
internal sealed record GroupFront(Priority Class, string Group, double Finish, IReadOnlyList<LaneFront> Lanes, bool HasMore)
{
    public GroupView Paint()
    {
        var view = new GroupView(Class, Group, Finish);
        view.Lanes.AddRange(Lanes.Select(lane => lane.Paint()));
        if (HasMore && Lanes.Count > 0 && Lanes[^1].Places.Count > 0)
            view.EndAt(Lanes[^1].Places[0]);
        return view;
    }
}
