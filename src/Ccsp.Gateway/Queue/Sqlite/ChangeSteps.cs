using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>T2, T13, T14, T19, T20 and gates on the writer thread: what people and callers change.</summary>
internal sealed class ChangeSteps(Ledger ledger, QueueTables tables, QueueMemory memory, Parts parts)
{
    public ChangeOutcome Change(TaskChange change)
    {
        if (ledger.Find(change.TaskId) is not { } task)
            return new ChangeOutcome.NotFound();
        switch (Decide(change, task))
        {
            case TransitionResult.Applied applied:
                var next = ledger.Write(task, applied);
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
        return Gating.Change(before, change) is { } step ? ledger.Put(step, change.Now) : before ?? new GateState { Name = change.Gate };
    }

    /// <summary>Newest first, so that a child is cancelled itself instead of failing with its parent.</summary>
    public int Clear(ClearFilter filter, int limit) => parts.Each(parts.Readable(most => tables.Due.Waiting(filter, most), limit), id =>
    {
        if (tables.Tasks.FindHot(id) is not { } task || Transitions.Cancel(task, filter.Actor, filter.Now, filter.Reason) is not TransitionResult.Applied applied)
            return false;
        ledger.Write(task, applied);
        return true;
    });

    private TransitionResult Decide(TaskChange change, AgentTask task) => change switch
    {
        TaskChange.Approve => Transitions.Approve(task, change.Actor, change.Now, ledger.Rules),
        TaskChange.Cancel => Transitions.Cancel(task, change.Actor, change.Now),
        TaskChange.Stop stop => Transitions.AskStop(task, stop.Reason, change.Actor, change.Now),
        TaskChange.Rearrange to => Transitions.Rearrange(task, to.Priority, to.Group, change.Actor, change.Now, ledger.Rules),
        TaskChange.Move to => Transitions.Move(task, to.Profile, to.KeepsConversation, change.Actor, change.Now, ledger.Rules),
        TaskChange.Reschedule to => Transitions.Reschedule(task, to.RunAt, change.Actor, change.Now, ledger.Rules),
        TaskChange.SetMetadata => Transitions.MetadataChanged(task, change.Actor, change.Now),
        TaskChange.Retry => Transitions.Retry(task, change.Actor, change.Now, ledger.Rules),
        _ => throw new InvalidOperationException($"No rule for {change}."),
    };

    private void Follow(TaskChange change)
    {
        switch (change)
        {
            case TaskChange.SetMetadata replaced:
                var spec = SubmissionText.Read(tables.Submissions.Find(change.TaskId));
                tables.Submissions.Put(change.TaskId, SubmissionText.Of(spec with { Metadata = replaced.Metadata }));
                break;
            // A result belongs to an end; the task has none again.
            case TaskChange.Retry:
                tables.Submissions.DropResult(change.TaskId);
                break;
        }
    }
}
