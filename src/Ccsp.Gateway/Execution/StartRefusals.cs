using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Classifies failed starts. A machine shortage slows the instance; a missing program closes its engine; only a fault of the task ends the
/// task.
/// </summary>
internal sealed class StartRefusals(ITaskStore store, EngineCatalog engines, StartBackoff backoff, RandomSource random,
    TimeProvider time)
{
    public void Succeeded() => backoff.Succeeded();

    public Task<LeaseOutcome> HandleAsync(ClaimedTask claimed, StartOutcome outcome, CancellationToken leave) => outcome switch
    {
        StartOutcome.EngineMissing missing => GiveBackAsync(claimed, missing.Reason, HoldEngine(claimed, missing.Reason), leave),
        StartOutcome.NoResources short_ => SlowDownAsync(claimed, short_.Reason, leave),
        StartOutcome.DiskFull full => SlowDownAsync(claimed, full.Reason, leave),
        StartOutcome.DirectoryMissing gone => FailAsync(claimed, gone.Reason, leave),
        StartOutcome.TooLong tooLong => FailAsync(claimed, tooLong.Reason, leave),
        _ => throw new InvalidOperationException($"No rule for {outcome}."),
    };

    /// <summary>No run of this task can ever begin.</summary>
    public Task<LeaseOutcome> FailAsync(ClaimedTask claimed, string reason, CancellationToken leave) =>
        store.FinishAsync(RunFinished.Impossible(claimed.Task, reason, time.GetUtcNow()), leave);

    private Task<LeaseOutcome> SlowDownAsync(ClaimedTask claimed, string reason, CancellationToken leave)
    {
        backoff.Failed(time.GetUtcNow(), random.Next(), reason);
        return GiveBackAsync(claimed, reason, hold: null, leave);
    }

    private Task<LeaseOutcome> GiveBackAsync(ClaimedTask claimed, string reason, GateHold? hold, CancellationToken leave) =>
        store.GiveBackAsync(new StartFailed(claimed.Task.Id, claimed.Task.Lease!.Token, reason, hold, time.GetUtcNow()), leave);

    /// <summary>The engine is retried at growing intervals: the program may be installed meanwhile.</summary>
    private GateHold HoldEngine(ClaimedTask claimed, string reason) =>
        new(GateNames.Engine(claimed.Task.Engine), time.GetUtcNow(),
            $"{reason.TrimEnd('.')}; {engines[claimed.Task.Engine].ProgramCure}; it is tried again by itself, ever more rarely",
            GateActors.Gateway);
}
