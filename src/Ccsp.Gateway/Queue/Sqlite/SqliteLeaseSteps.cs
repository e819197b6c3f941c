using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>T6 to T12 and T15: writes that need the lease.</summary>
internal sealed class SqliteLeaseSteps(TaskWriter tasks, QueueTables tables, QueueMemory memory)
{
    public LeaseOutcome Confirm(RunStarted started) => WithLease(
        started.TaskId,
        task => Emergencies.Confirm(memory.Emergency, task, started),
        (_, running) => tables.Runs.Insert(running, started));

    public LeaseOutcome GiveBack(StartFailed failed) => WithLease(
        failed.TaskId,
        task => Transitions.SpawnFailed(task, failed.Token, failed.Reason, failed.Now, tasks.Rules),
        (before, _) => tasks.Put(AfterRun.StepsOfGiveBack(before, failed, memory.Gate, tasks.Gates), failed.Now));

    public LeaseOutcome Finish(RunFinished finished) => WithLease(
        finished.TaskId,
        task => Transitions.End(
            task, finished.Token, finished.Ending, finished.Usage, finished.ConversationId, finished.Now, finished.Jitter, tasks.Rules,
            finished.OneShot, EngineHealth.Excuses(task, memory.Gate(GateNames.Engine(task.Engine)), finished)),
        (before, next) =>
        {
            tables.Runs.End(before.Id, before.Lease!.Run, finished.Now, finished.Ending, finished.Usage, finished.ConversationId);
            if (next.IsTerminal && (finished.Result is not null || finished.StructuredResult is not null))
                tables.Submissions.PutResult(next.Id, finished.Result, finished.ResultTruncated, finished.StructuredResult);
            // Its own lease is gone already.
            tasks.Put(AfterRun.Steps(before, finished, memory.Gate, gate => memory.Leases.Holding(gate) + 1, tasks.Gates), finished.Now);
        });

    private LeaseOutcome WithLease(string taskId, Func<AgentTask, TransitionResult> decide, Action<AgentTask, AgentTask> follow)
    {
        if (tasks.Find(taskId) is not { } task)
            return new LeaseOutcome.Lost();
        switch (decide(task))
        {
            case TransitionResult.Applied applied:
                var next = tasks.Write(task, applied);
                follow(task, next);
                return new LeaseOutcome.Applied(next);
            case TransitionResult.Refused refused:
                return new LeaseOutcome.Refused(task, refused.Reason);
            default:
                return new LeaseOutcome.Lost();
        }
    }
}
