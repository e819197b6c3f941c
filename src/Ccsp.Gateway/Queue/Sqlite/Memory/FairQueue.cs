using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// Order of service: per class the groups by virtual time, per group the lanes by their first task. One entry per lane, not per task; the
/// head of a lane comes from the index of ready rows.
/// </summary>
internal sealed class FairQueue(RollbackLog rollback, LaneTable table, GroupShareTable shares)
{
    private static readonly IComparer<GroupShare> ByFinish = Comparer<GroupShare>.Create(static (a, b) =>
        (a.Finish ?? 0).CompareTo(b.Finish ?? 0) is var order && order != 0 ? order : string.CompareOrdinal(a.Group, b.Group));

    private readonly Dictionary<LaneKey, Lane> _lanes = [];
    private readonly Dictionary<(Priority, string), GroupShare> _all = [];
    private readonly SortedSet<GroupShare>[] _open = [.. Enum.GetValues<Priority>().Select(_ => new SortedSet<GroupShare>(ByFinish))];
    private readonly ParkedLanes _parked = new();
    private long _lastLane;

    public void Load()
    {
        _lanes.Clear();
        _all.Clear();
        _parked.Clear();
        foreach (var set in _open)
            set.Clear();
        foreach (var (priorityClass, group, finish) in shares.All())
            ShareOf(priorityClass, group).Finish = finish;
        foreach (var (id, key) in table.All())
        {
            _lastLane = Math.Max(_lastLane, id);
            SetHead(Remember(id, key), table.Head(id));
        }
    }

    /// <summary>The lane of a ready task, created on first use.</summary>
    public Lane LaneOf(AgentTask task)
    {
        var key = LaneKey.Of(task);
        if (_lanes.TryGetValue(key, out var lane))
            return lane;
        lane = Remember(++_lastLane, key);
        table.Insert(lane);
        rollback.Push(() => Forget(lane));
        return lane;
    }

    /// <summary>Applies a change of a task whose row is written; swapping the arguments undoes it.</summary>
    public void Move(AgentTask? before, AgentTask? after)
    {
        var from = before?.State == TaskState.Ready ? _lanes.GetValueOrDefault(LaneKey.Of(before)) : null;
        var to = after?.State == TaskState.Ready ? _lanes.GetValueOrDefault(LaneKey.Of(after)) : null;
        if (from is not null && from == to && before!.ReadyAt == after!.ReadyAt)
            return;
        if (from is not null && from.Head == LanePlace.Of(before!))
            SetHead(from, table.Head(from.Id));
        if (to is not null && (to.Head is null || LanePlace.Of(after!).CompareTo(to.Head.Value) < 0))
            SetHead(to, LanePlace.Of(after!));
    }

    /// <summary>Reloads the head of a lane.</summary>
    public void Refresh(Lane lane) => SetHead(lane, table.Head(lane.Id));

    /// <summary>Sets a group's virtual finish time before its first ready task.</summary>
    public void Enter(AgentTask ready, double virtualTime)
    {
        var share = ShareOf(ready.PriorityClass, ready.Group);
        if (share.Backlog == 0)
            SetFinish(share, Fairness.Enter(share.Finish, virtualTime));
    }

    /// <summary>The first lane in this class that every gate admits; refused lanes and groups are parked on the way.</summary>
    /// <param name="ask">The refusal of one gate; null when it admits.</param>
    public Lane? Best(Priority priorityClass, Func<string, GateAnswer?> ask)
    {
        while (_open[(int)priorityClass].Min is { } share)
        {
            if (ask(GateNames.Group(share.Group)) is { } refused)
                Park(share, refused);
            else if (Best(share, ask) is { } lane)
                return lane;
        }

        return null;
    }

    /// <summary>Wakes everything parked under a gate: a lease on it ended, or it changed.</summary>
    public void Unpark(string gate)
    {
        var (waitingLanes, waitingTurns) = _parked.Take(gate);
        foreach (var share in waitingTurns)
            Relist(share, () => share.Parked = false);
        foreach (var lane in waitingLanes)
        {
            lane.Parked = false;
            if (lane.Head is not null)
                Relist(lane.Share, () => lane.Share.Open.Add(lane));
        }
    }

    /// <summary>After a rollback refusals may rest on leases that were undone; after a reload, on limits no longer in force.</summary>
    public void UnparkAll()
    {
        foreach (var gate in _parked.Gates.ToList())
            Unpark(gate);
    }

    public void UnparkDue(DateTimeOffset now)
    {
        while (_parked.NextDue(now) is { } gate)
            Unpark(gate);
    }

    public GroupShare ShareOf(Priority priorityClass, string group)
    {
        if (!_all.TryGetValue((priorityClass, group), out var share))
            _all[(priorityClass, group)] = share = new GroupShare(priorityClass, group);
        return share;
    }

    public void SetFinish(GroupShare share, double? finish)
    {
        var old = share.Finish;
        if (old == finish)
            return;
        rollback.Push(() => Relist(share, () => share.Finish = old));
        Relist(share, () => share.Finish = finish);
        shares.Changed(share);
    }

    /// <summary>The largest virtual finish time in a class without ready tasks; null if it has some, or no group has one.</summary>
    public double? LastFinishOfIdle(Priority priorityClass)
    {
        double? last = null;
        foreach (var share in _all.Values.Where(share => share.PriorityClass == priorityClass))
        {
            if (share.Backlog > 0)
                return null;
            if (last is null || share.Finish > last)
                last = share.Finish;
        }

        return last;
    }

    /// <summary>Forgets unused lanes and shares.</summary>
    /// <param name="isUsed">Whether the group has unended tasks, or a virtual finish time ahead of its class.</param>
    /// <param name="limit">At most so many lanes, and so many shares.</param>
    public void Tidy(Func<GroupShare, bool> isUsed, int limit)
    {
        foreach (var lane in _lanes.Values.Where(lane => lane.Head is null && !lane.Parked).Take(limit).ToList())
        {
            table.Delete(lane.Id);
            Forget(lane);
            rollback.Push(() => Keep(lane));
        }

        foreach (var share in _all.Values.Where(share => share.Lanes == 0 && !share.Parked && !isUsed(share)).Take(limit).ToList())
        {
            shares.Delete(share);
            _all.Remove((share.PriorityClass, share.Group));
            rollback.Push(() => _all[(share.PriorityClass, share.Group)] = share);
        }
    }

    private Lane Remember(long id, LaneKey key)
    {
        var gates = GateNames.Of(key.Engine, key.Profile, key.Agent, key.Model, key.Directory, key.Conversation);
        return Keep(new Lane(id, key, ShareOf(key.PriorityClass, key.Group), gates));
    }

    private Lane Keep(Lane lane)
    {
        lane.Share.Lanes++;
        return _lanes[lane.Key] = lane;
    }

    private void Forget(Lane lane)
    {
        lane.Share.Lanes--;
        _lanes.Remove(lane.Key);
    }

    private Lane? Best(GroupShare share, Func<string, GateAnswer?> ask)
    {
        while (share.Open.Min is { } lane)
        {
            var refused = lane.Gates.Select(ask).FirstOrDefault(answer => answer is not null);
            if (refused is null)
                return lane;
            Relist(share, () => share.Open.Remove(lane));
            lane.Parked = true;
            _parked.Add(refused.Gate, refused.OpensAt, lane);
        }

        return null;
    }

    private void Park(GroupShare share, GateAnswer refused)
    {
        Relist(share, () => share.Parked = true);
        _parked.Add(refused.Gate, refused.OpensAt, share);
    }

    private void SetHead(Lane lane, LanePlace? head)
    {
        if (lane.Head == head)
            return;
        Relist(lane.Share, () =>
        {
            if (lane.IsOpen)
                lane.Share.Open.Remove(lane);
            lane.Share.Backlog += (head is null ? 0 : 1) - (lane.Head is null ? 0 : 1);
            lane.Head = head;
            if (lane.IsOpen)
                lane.Share.Open.Add(lane);
        });
    }

    /// <summary>A share leaves the sorted set while its sort key changes.</summary>
    private void Relist(GroupShare share, Action change)
    {
        var shares = _open[(int)share.PriorityClass];
        if (share.IsOpen)
            shares.Remove(share);
        change();
        if (share.IsOpen)
            shares.Add(share);
    }
}
