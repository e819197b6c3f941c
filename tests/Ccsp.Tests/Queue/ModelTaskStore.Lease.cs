using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) => Step(() => WithLease(
        started.TaskId,
        task => Confirm(task, started),
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
        task => ModelTransitions.SpawnFailed(task, failed.Token, failed.Reason, failed.Now, Rules),
        (before, _) => AfterFailedStart(before, failed)));

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken) => Step(() => WithLease(
        finished.TaskId,
        task => ModelTransitions.Finish(
            task, finished.Token, finished.Ending, finished.Usage, finished.ConversationId, finished.Now, finished.Jitter, Rules,
            finished.OneShot, IsExcused(task, finished)),
        (before, next) =>
        {
            EndRun(before, finished.Ending, finished.Usage, finished.ConversationId, finished.Now);
            if (next.HasEnded())
                KeepResult(next.Id, finished);
            AfterRun(before, finished);
        }));

    /// <summary>A stop that came between the claim and the start: nothing starts.</summary>
    private TransitionResult Confirm(AgentTask task, RunStarted started) =>
        _state.Emergency.Stands() && task.State == TaskState.Starting && task.Lease!.Token == started.Token
            ? new TransitionResult.Refused(ModelEmergencies.Sentence(_state.Emergency!) + ".")
            : ModelTransitions.Confirm(task, started);

    /// <summary>Where the submitter limits repeats, a suspicion against the engine is no excuse.</summary>
    private bool IsExcused(AgentTask task, RunFinished finished) =>
        ModelGateChanges.IsEngineDown(Stored("engine:" + task.Engine), finished)
        && (task.RetryLimit is null || finished.EngineFault == EngineFault.Certain);

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

    /// <summary>A start that never became a run gives its share of each rate back.</summary>
    private void AfterFailedStart(AgentTask task, StartFailed failed)
    {
        foreach (var gate in task.Gates())
            PutGate(ModelGateChanges.GiveBack(InForce(gate), Stored(gate)), failed.Now);
        if (failed.Hold is { } hold)
            PutGate(ModelGateChanges.Hold(Stored(hold.Gate), hold, failed.Now), failed.Now);
    }

    /// <summary>What an ending says of the provider, of the engine and of what it holds.</summary>
    private void AfterRun(AgentTask task, RunFinished finished)
    {
        var (now, ending) = (finished.Now, finished.Ending.Class);
        foreach (var (gate, windows) in finished.Windows)
            PutGate(ModelGateChanges.Observe(Stored(gate), gate, windows), now);
        var profile = "profile:" + task.Profile;
        // It counts itself, although its lease has ended.
        PutGate(ModelGateChanges.Adapt(Stored(profile), profile, InForce(profile).Limit, ending, Occupancy(profile) + 1, now), now);
        foreach (var gate in task.ParkingGates())
        {
            // Throttles are of the profile; what ends them is of both.
            if (gate == profile || ending != EndingClass.Throttled)
                PutGate(ModelGateChanges.Answered(Stored(gate), gate, task.StartedAt, ending, now), now);
        }

        var engine = "engine:" + task.Engine;
        PutGate(ModelGateChanges.OfEngine(Stored(engine), engine, finished), now);
        foreach (var hold in finished.Holds)
            PutGate(ModelGateChanges.Hold(Stored(hold.Gate), hold, now), now);
    }

    private void KeepResult(string taskId, RunFinished finished) => _state.Records[taskId] = _state.Records[taskId] with
    {
        Result = finished.Result,
        ResultTruncated = finished.ResultTruncated,
        StructuredResult = finished.StructuredResult,
    };
}
