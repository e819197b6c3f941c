using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    /// <summary>How long a lease lasts whose instance was never heard.</summary>
    private static readonly TimeSpan Unheard = TimeSpan.FromSeconds(20);

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken) => Step(() =>
    {
        if (_state.Instances.GetValueOrDefault(beat.InstanceId) is not { Lost: false })
            Append(null, null, EventTypes.InstanceJoined, beat.Now, null, beat.InstanceId, "{}");
        _state.Instances[beat.InstanceId] = new ModelInstance(beat, Lost: false);
        return new Renewal([.. Leased
            .Where(task => task.Stop is not null && task.Lease!.InstanceId == beat.InstanceId)
            .Select(task => new StopOrder(task.Id, task.Lease!.Token, task.Stop!))],
            _state.Emergency is { ClearedAt: null, Mode: EmergencyMode.Kill });
    });

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken) => Step(() =>
    {
        var now = request.Now;
        foreach (var silent in _state.Instances.Values.Where(
            instance => !instance.Lost && instance.Id != request.Sweeper && instance.ValidUntil <= now).ToList())
        {
            _state.Instances[silent.Id] = silent with { Lost = true };
            Append(null, null, EventTypes.InstanceLost, now, null, silent.Id, "{}");
        }

        List<LostRun> runs = [];
        var lost = Each(request,
            Leased.Where(task => task.Lease!.InstanceId != request.Sweeper && LeaseEnded(task.Lease, now))
                .OrderBy(task => task.Lease!.ClaimedAt), task =>
        {
            runs.Add(new LostRun(task, Lose(task, request)));
            return true;
        });
        var resumed = OpenAndResume(now, request.Limit);
        var due = Each(request, Tasks.Where(task => task.State == TaskState.Scheduled && task.RunAt <= now).OrderBy(task => task.RunAt),
            task => Apply(ModelTransitions.Due(task, now, Rules)));
        due += resumed;
        var expired = Each(request,
            Tasks.Where(task => task.Waits() && task.LastRun == 0 && task.StartBefore <= now)
                .OrderBy(task => task.StartBefore), task => Apply(ModelTransitions.Expire(task, now)));
        var promoted = Each(request,
            Tasks.Where(task => task.State == TaskState.Ready && task.PromoteAt <= now).OrderBy(task => task.PromoteAt),
                task => Apply(ModelTransitions.Promote(task, now, Rules)));
        // Unblocked is always 0: here an end and what follows from it are one step that nothing can cut in two.
        ForgetGroups();
        var deleted = Delete(request);
        return new SweepReport(due, expired, promoted, lost, Unblocked: 0, deleted.Count) { DeletedIds = deleted, LostRuns = runs };
    });

    /// <summary>Gates whose time has come, and the tasks parked under gates that are open.</summary>
    private int OpenAndResume(DateTimeOffset now, int limit)
    {
        PutGates(_state.Gates.Values.ToList().Select(held => ModelGateChanges.OpenByTime(held, now)).OfType<GateStep>(), now);
        return Tasks.Where(task => task is { State: TaskState.Scheduled, WaitReason: WaitReason.Limit or WaitReason.Session })
            .GroupBy(task => task.Profile).OrderBy(group => group.Key, StringComparer.Ordinal).ToList()
            .Where(group => !IsHeld("profile:" + group.Key, now))
            .Sum(group => group.OrderBy(task => task.Id, StringComparer.Ordinal).Take(limit).ToList()
            .Count(task => IsOver(task, now) && Apply(ModelTransitions.Resume(task, now, Rules))));
    }

    /// <summary>Nothing that was said of its profile keeps a parked task any more. Where nothing was ever said, its own time
    /// decides.</summary>
    private bool IsOver(AgentTask task, DateTimeOffset now)
    {
        var gates = task.ParkingGates().Select(Stored).OfType<GateState>().ToList();
        var canWait = task.PriorityClass is Priority.Normal or Priority.Low;
        return gates.Count > 0 && !gates.Exists(gate => gate.IsClosed(now)
            || (canWait && gate.QuietUntil > now)
            || gate.Windows?.Values.Any(window => window.Exhausted && ModelGates.EndOf(window) > now) == true);
    }

    /// <summary>What is kept of a group goes with its last task; a class in which nobody is ready catches up with all.</summary>
    private void ForgetGroups()
    {
        foreach (var priorityClass in _state.Finish.Keys.Select(key => key.PriorityClass).Distinct()
            .Where(priorityClass => !Tasks.Any(task => task.State == TaskState.Ready && task.PriorityClass == priorityClass)).ToList())
            _state.VirtualTime[priorityClass] =
                Math.Max(_state.VirtualTime.GetValueOrDefault(priorityClass),
                    _state.Finish.Where(share => share.Key.PriorityClass == priorityClass).Max(share => share.Value));
        foreach (var group in _state.Expected.Keys.Where(group => !Live.Any(task => task.Group == group)).ToList())
            _state.Expected.Remove(group);
    }

    private int Each(SweepRequest request, IOrderedEnumerable<AgentTask> tasks, Func<AgentTask, bool> apply) =>
        // As it is when its turn comes: what became of one before may have ended it.
        tasks.ThenBy(task => task.Id, StringComparer.Ordinal).Take(request.Limit).ToList().Count(task => apply(Find(task.Id)!));

    private bool Apply(TransitionResult result)
    {
        if (result is not TransitionResult.Applied applied)
            return false;
        Put(applied);
        return true;
    }

    private bool LeaseEnded(Lease lease, DateTimeOffset now) => _state.Instances.TryGetValue(lease.InstanceId, out var instance)
        ? instance.ValidUntil <= now
        : lease.ClaimedAt + Unheard <= now;

    private AgentTask Lose(AgentTask task, SweepRequest request)
    {
        var applied = ModelTransitions.Lose(task, request.Now, request.Jitter, Rules);
        Put(applied);
        EndRun(task, applied.Task.Ending!, RunUsage.None, null, request.Now);
        return applied.Task;
    }

    /// <summary>T21: what is too old, then the oldest beyond the count; never what a task that has not ended depends on.</summary>
    private List<string> Delete(SweepRequest request)
    {
        var keep = request.Retention;
        var needed = _state.Dependencies.Where(dependency => Find(dependency.Child)?.HasEnded() == false)
            .Select(dependency => dependency.Parent)
            .ToHashSet(StringComparer.Ordinal);
        var ended = Tasks.Where(task => task.HasEnded()).OrderBy(task => task.FinishedAt).ThenBy(task => task.Id, StringComparer.Ordinal)
            .ToList();
        var old = ended.Where(task => !needed.Contains(task.Id)).Where(task =>
            task.FinishedAt!.Value.AddDays(task.State == TaskState.Succeeded ? keep.SucceededDays : keep.OtherDays) <= request.Now)
            .ToList();
        var excess = ended.Count - old.Count - keep.MaximumCount;
        var deleted = old.Concat(ended.Where(task => !needed.Contains(task.Id)).Except(old).Take(Math.Max(0, excess))).Take(request.Limit)
            .Select(task => task.Id).ToList();
        foreach (var id in deleted)
        {
            _state.Records.Remove(id);
            _state.Dependencies.RemoveAll(dependency => dependency.Parent == id || dependency.Child == id);
            _state.Runs.RemoveAll(run => run.TaskId == id);
            _state.Events.RemoveAll(stored => stored.TaskId == id);
            _state.Keys.RemoveAll(key => key.TaskId == id);
        }

        return deleted;
    }
}
