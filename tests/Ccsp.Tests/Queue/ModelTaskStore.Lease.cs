using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) => Step(() => WithLease(
        started.TaskId,
        task => Emergencies.Confirm(_state.Emergency, task, started),
        (_, running) => _state.Runs.Add(new RunRecord
        {
            TaskId = running.Id,
            Number = running.LastRun,
            Generation = running.Generation,
            InstanceId = running.Lease!.InstanceId,
            StartedAt = started.Now,
            ConversationId = running.ConversationId,
            Pid = started.Pid,
            StartTime = started.StartTime,
            BootId = started.BootId,
        })));

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken) => Step(() => WithLease(
        failed.TaskId,
        task => Transitions.SpawnFailed(task, failed.Token, failed.Reason, failed.Now, Rules),
        (before, _) => PutGates(AfterRun.StepsOfGiveBack(before, failed, Stored, options.Gates), failed.Now)));

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken) => Step(() => WithLease(
        finished.TaskId,
        task => Transitions.End(
            task, finished.Token, finished.Ending, finished.Usage, finished.ConversationId, finished.Now, finished.Jitter, Rules,
            finished.OneShot, EngineHealth.Excuses(task, Stored(GateNames.Engine(task.Engine)), finished)),
        (before, next) =>
        {
            EndRun(before, finished.Ending, finished.Usage, finished.ConversationId, finished.Now);
            if (next.IsTerminal)
                KeepResult(next.Id, finished);
            PutGates(AfterRun.Steps(before, finished, Stored, gate => Occupancy(gate) + 1, options.Gates), finished.Now);
        }));

    private LeaseOutcome WithLease(string taskId, Func<AgentTask, TransitionResult> decide, Action<AgentTask, AgentTask> follow)
    {
        if (Find(taskId) is not { } task)
            return new LeaseOutcome.Lost();
        switch (decide(task))
        {
            case TransitionResult.Applied applied:
                Put(applied);
                follow(task, applied.Task);
                return new LeaseOutcome.Applied(applied.Task);
            case TransitionResult.Refused refused:
                return new LeaseOutcome.Refused(task, refused.Reason);
            default:
                return new LeaseOutcome.Lost();
        }
    }

    /// <summary>Closes the row of a run that was confirmed; one that never was has none.</summary>
    private void EndRun(AgentTask leased, Ending ending, RunUsage usage, string? conversationId, DateTimeOffset now)
    {
        var index = _state.Runs.FindIndex(run => run.TaskId == leased.Id && run.Number == leased.Lease!.Run);
        if (index < 0)
            return;
        var run = _state.Runs[index];
        _state.Runs[index] =
            run with { EndedAt = now, Ending = ending, Usage = usage, ConversationId = conversationId ?? run.ConversationId };
    }

    private void KeepResult(string taskId, RunFinished finished) => _state.Records[taskId] = _state.Records[taskId] with
    {
        Result = finished.Result,
        ResultTruncated = finished.ResultTruncated,
        StructuredResult = finished.StructuredResult,
    };
}
