using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>T2, T13, T14, T19, T20 and gates: changes by people and callers.</summary>
internal sealed class SqliteChangeSteps(TaskWriter tasks, QueueTables tables, QueueMemory memory, SavepointRunner parts)
{
    public ChangeOutcome Change(TaskChange change)
    {
        if (tasks.Find(change.TaskId) is not { } task)
            return new ChangeOutcome.NotFound();
        var parents = change is TaskChange.Retry ? ParentsOf(task.Id) : RetryParents.None;
        switch (change.Decide(task, parents, tasks.Rules))
        {
            case TransitionResult.Applied applied:
                var next = tasks.Write(task, applied);
                foreach (var parent in parents.Tasks.Where(parent => !parent.IsTerminal))
                    tables.Dependencies.Open(new Dependency(parent.Id, task.Id, parents.OnFailure));
                Follow(change);
                return new ChangeOutcome.Applied(next);
            case TransitionResult.Refused refused:
                return new ChangeOutcome.Refused(task, refused.Reason);
            default:
                throw new InvalidOperationException("A change by hand needs no lease.");
        }
    }

    public GateState SetGate(GateChange change)
    {
        var before = memory.Gate(change.Gate);
        return Gating.Change(before, change) is { } step ? tasks.Put(step, change.Now) : before ?? new GateState { Name = change.Gate };
    }

    /// <summary>Newest first, so that a child is cancelled itself instead of failing with its parent.</summary>
    public ClearStep Clear(ClearFilter filter, string? after, int limit)
    {
        var waiting = parts.Readable(most => tables.Due.Waiting(filter, after, most), limit);
        var cancelled = parts.Each(waiting, id =>
        {
            if (tables.Tasks.FindHot(id) is not { } task
                || Transitions.Cancel(task, filter.Actor, filter.Now, filter.Reason) is not TransitionResult.Applied applied)
                return false;
            tasks.Write(task, applied);
            return true;
        });
        return new ClearStep(cancelled, waiting.Count == limit ? waiting[^1] : null);
    }

    private RetryParents ParentsOf(string id)
    {
        var spec = SubmissionText.Read(tables.Submissions.Find(id));
        return new RetryParents([.. (spec.DependsOn ?? []).Distinct(StringComparer.Ordinal).Select(tasks.Find).OfType<AgentTask>()],
            spec.OnParentFailure ?? ParentFailure.Fail);
    }

    private void Follow(TaskChange change)
    {
        switch (change)
        {
            case TaskChange.SetMetadata replaced:
                var spec = SubmissionText.Read(tables.Submissions.Find(change.TaskId));
                tables.Submissions.Put(change.TaskId, SubmissionText.Of(spec with { Metadata = replaced.Metadata }));
                break;
            // A task that runs again has no result.
            case TaskChange.Retry:
                tables.Submissions.DropResult(change.TaskId);
                break;
        }
    }
}
