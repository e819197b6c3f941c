using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The periodic transitions; a failing row is skipped.</summary>
internal sealed class SqliteSweepStep(TaskWriter tasks, QueueTables tables, QueueMemory memory, SavepointRunner parts,
    OpeningStep opening, SqliteRetentionStep retention)
{
    /// <summary>Lease duration when the instance never sent a heartbeat.</summary>
    private static readonly TimeSpan Unheard = TimeSpan.FromSeconds(20);

    private Dependency? _nextDependency;
    private string _lastGroup = "";

    public SweepReport Run(SweepRequest request)
    {
        var (now, limit) = (request.Now, request.Limit);
        MarkSilent(now, request.Sweeper);
        List<LostRun> runs = [];
        var lost = parts.Each(parts.Readable(_ => LeasesEnded(now, request.Sweeper), limit), id => Lose(id, request, runs));
        var resumed = opening.Run(now, limit);
        var due = Each(parts.Readable(most => tables.Due.Due(now, most), limit), task => Transitions.Due(task, now, tasks.Rules))
            + resumed;
        var expired = Each(parts.Readable(most => tables.Due.Expired(now, most), limit), task => Transitions.Expire(task, now));
        var promoted = Each(parts.Readable(most => tables.Due.Promoted(now, most), limit),
            task => Transitions.Promote(task, now, tasks.Rules));
        var unblocked = Unblock(now, limit);
        var deleted = retention.Run(request);
        tables.Keys.Expire(now, limit);
        ForgetGroups(limit);
        memory.FairQueue.Tidy(
            share => memory.Depths[DepthKind.Group, share.Group] > 0 || share.Finish > tables.Meta.VirtualTime(share.PriorityClass),
            limit);
        return new SweepReport(due, expired, promoted, lost, unblocked, deleted.Count) { DeletedIds = deleted, LostRuns = runs };
    }

    /// <summary>Deletes state of groups without tasks, a slice per round.</summary>
    private void ForgetGroups(int limit)
    {
        foreach (var priorityClass in Enum.GetValues<Priority>())
            tasks.CatchUp(priorityClass);
        var groups = tables.Groups.After(_lastGroup, limit);
        foreach (var group in groups.Where(group => memory.Depths[DepthKind.Group, group] == 0))
            tasks.ForgetExpected(group);
        _lastGroup = groups.Count < limit ? "" : groups[^1];
    }

    private int Each(List<string> ids, Func<AgentTask, TransitionResult> decide) => parts.Each(ids, id =>
    {
        if (tables.Tasks.FindHot(id) is not { } task || decide(task) is not TransitionResult.Applied applied)
            return false;
        tasks.Write(task, applied);
        return true;
    });

    private void MarkSilent(DateTimeOffset now, string? sweeper)
    {
        foreach (var silent in memory.Instances.Where(instance => !instance.Lost && instance.Id != sweeper && instance.IsExpiredAt(now))
            .OrderBy(instance => instance.Id, StringComparer.Ordinal).ToList())
        {
            tables.Instances.Lose(silent.Id);
            memory.Set(silent with { Lost = true });
            tasks.Append(EventTypes.InstanceLost, now, silent.Id);
        }
    }

    private List<string> LeasesEnded(DateTimeOffset now, string? sweeper) => [.. memory.Leases.Instances.Where(id => id != sweeper).ToList()
        .SelectMany(memory.Leases.TasksOf)
        .Where(task => memory.Instance(task.Lease!.InstanceId) is { } instance ? instance.IsExpiredAt(now)
        : task.Lease.ClaimedAt + Unheard <= now)
        .OrderBy(task => task.Lease!.ClaimedAt).ThenBy(task => task.Id, StringComparer.Ordinal)
        .Select(task => task.Id)];

    private bool Lose(string id, SweepRequest request, List<LostRun> runs)
    {
        var task = memory.Leases.Find(id)!;
        if (Transitions.Lost(task, task.Lease!.Token, request.Now, request.Jitter, tasks.Rules) is not TransitionResult.Applied applied)
            return false;
        tasks.Write(task, applied);
        tables.Runs.End(id, task.Lease.Run, request.Now, applied.Task.Ending, RunUsage.None, null);
        runs.Add(new LostRun(task, applied.Task));
        return true;
    }

    /// <summary>A parent's end resolves its children in the same step; this repairs what a defect left behind, a slice per round.</summary>
    private int Unblock(DateTimeOffset now, int limit)
    {
        var (dependencies, next) = tables.Dependencies.Overdue(_nextDependency, limit);
        _nextDependency = next;
        return parts.Each(dependencies.Select(dependency => dependency.Child).Distinct(StringComparer.Ordinal), id =>
        {
            foreach (var dependency in dependencies.Where(dependency => dependency.Child == id))
                tasks.Resolve(dependency, now);
            return true;
        });
    }
}
