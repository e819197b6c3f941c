using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Carries a confirmed run to its end: watch, stop if need be, kill what is left, judge, write the one final commit. The same for a run
/// this gateway started and for one it found.
/// </summary>
internal sealed partial class RunFlow(ITaskStore store, EngineCatalog engines, RunVerdict verdict, ExecutionOptions options, TimeProvider time, ILogger<RunFlow> log)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly TimeSpan emergencyGrace = TimeSpan.FromSeconds(options.EmergencyGraceSeconds);

    private readonly StopLadder ladder = new(TimeSpan.FromSeconds(options.Timeouts.GraceSeconds), TimeSpan.FromSeconds(options.Timeouts.GraceSeconds));

    /// <param name="claimed">The task, running or stopping.</param>
    /// <param name="run">Its released or adopted process. Not disposed here.</param>
    /// <param name="facts">How its output is to be read.</param>
    /// <param name="active">Brings the stops.</param>
    /// <param name="leave">The gateway goes away: everything stays as it is and the next one adopts the run.</param>
    public async Task RunAsync(ClaimedTask claimed, SupervisedRun run, RunFacts facts, ActiveRun active, CancellationToken leave)
    {
        var task = claimed.Task;
        active.Process = run;
        var watch = new RunWatch(run, engines[task.Engine], facts, options.Timeouts, time);
        var reading = watch.ReadAsync(said => ObserveAsync(task, said, leave), leave);
        var end = await watch.WaitAsync(facts.Began(task.StartedAt, time), RunStarter.Deadline(claimed, options.Timeouts), active, leave);
        if (end is RunEnd.Left)
            return;

        var cause = await RecordStopAsync(task, end, leave);
        await EndTreeAsync(run, end, active, leave);
        await reading;
        var exit = await run.Exited;
        var finished = verdict.Of(claimed, run, facts, watch.Transcript, exit, cause);
        await FinishAsync(finished, leave);
    }

    /// <summary>Tells the store why a run is being stopped before the first signal, so that a crash in between does not lose the reason.</summary>
    private async Task<StopReason?> RecordStopAsync(AgentTask task, RunEnd end, CancellationToken leave)
    {
        if (end is RunEnd.StopAsked asked)
            return asked.Request.Reason;
        if (end is not RunEnd.MustStop must)
            return task.Stop?.Reason;
        if (must.Reason == StopReason.Login)
            await HoldProfileAsync(task, leave);
        var change = new TaskChange.Stop(task.Id, must.Reason, "gateway", time.GetUtcNow());
        var outcome = await UntilStoredAsync(() => store.ChangeAsync(change, leave), leave);
        return outcome switch
        {
            // Somebody else asked first: theirs is the reason that counts.
            ChangeOutcome.Refused { Task.Stop: { } earlier } => earlier.Reason,
            _ => must.Reason,
        };
    }

    /// <summary>At once, not with the ending: a program may take its grace to stop, and every start until then would be refused as well.</summary>
    private Task<GateState> HoldProfileAsync(AgentTask task, CancellationToken leave)
    {
        var close = new GateChange.Close(GateNames.Profile(task.Profile), Until: null, "The provider refuses the sign-in.", GateActors.Provider, time.GetUtcNow()) { Began = task.StartedAt };
        return UntilStoredAsync(() => store.SetGateAsync(close, leave), leave);
    }

    /// <summary>What is heard of a provider's windows concerns whoever would start next. A store in trouble hears it with the ending.</summary>
    private async Task ObserveAsync(AgentTask task, LimitState said, CancellationToken leave)
    {
        var now = time.GetUtcNow();
        try
        {
            foreach (var (gate, windows) in ProviderSignals.Windows(task, said, now))
                await store.SetGateAsync(new GateChange.Observe(gate, windows, GateActors.Provider, now), leave);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Log.NotObserved(log, problem, task.Id);
        }
    }

    /// <summary>After this no process of the run is alive. A process the kernel cannot end keeps the lease, and its directory, until it is gone.</summary>
    private async Task EndTreeAsync(SupervisedRun run, RunEnd end, ActiveRun active, CancellationToken leave)
    {
        // Leaving only abandons the wait: the stop is on record, and the next gateway takes it up.
        var receipt = await EndOnceAsync(run, end, active).WaitAsync(leave);
        while (receipt.Survivors.Count > 0)
        {
            Log.Survivors(log, run.Directory, string.Join(' ', receipt.Survivors));
            await Task.Delay(RetryPause, time, leave);
            receipt = await run.KillTreeAsync();
        }
    }

    private async Task<StopReceipt> EndOnceAsync(SupervisedRun run, RunEnd end, ActiveRun active)
    {
        if (end is not (RunEnd.StopAsked or RunEnd.MustStop))
            return await run.KillTreeAsync();
        if (end is RunEnd.StopAsked { Request.Reason: StopReason.Emergency })
            return await run.StopAsync(new StopLadder(emergencyGrace / 2, emergencyGrace / 2), CancellationToken.None);
        using var hurry = new CancellationTokenSource();
        var stopping = run.StopAsync(ladder, hurry.Token);
        // An emergency stop gives one that is being stopped for another reason no more than its own grace from now.
        if (await Task.WhenAny(stopping, active.Hurried) != stopping)
            hurry.CancelAfter(emergencyGrace);
        return await stopping;
    }

    private async Task FinishAsync(RunFinished finished, CancellationToken leave)
    {
        var outcome = await UntilStoredAsync(() => store.FinishAsync(finished with { Now = time.GetUtcNow() }, leave), leave);
        if (outcome is LeaseOutcome.Lost)
            Log.LeaseLost(log, finished.TaskId);
    }

    /// <summary>A full disk or a store that is away must not cost an ending: it is offered again until it is taken, or the gateway leaves.</summary>
    private async Task<T> UntilStoredAsync<T>(Func<Task<T>> write, CancellationToken leave)
    {
        while (true)
        {
            try
            {
                return await write();
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Log.StoreFailed(log, problem);
                await Task.Delay(RetryPause, time, leave);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Processes of {Directory} survive the kill: {Pids}")]
        public static partial void Survivors(ILogger log, string directory, string pids);

        [LoggerMessage(Level = LogLevel.Error, Message = "The lease of task {TaskId} was lost; its ending is not written")]
        public static partial void LeaseLost(ILogger log, string taskId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What task {TaskId} heard of its provider's windows was not stored yet")]
        public static partial void NotObserved(ILogger log, Exception problem, string taskId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The store did not take a change of a run; it is offered again")]
        public static partial void StoreFailed(ILogger log, Exception problem);
    }
}
