using System.Collections.Concurrent;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Follows a confirmed run to its end: watch, stop if needed, kill leftovers, classify, write the final commit. The same for started and
/// adopted runs.
/// </summary>
internal sealed partial class RunFlow(ITaskStore store, EngineCatalog engines, RunVerdict verdict, ExecutionOptions options,
    RunEnding endings, TimeProvider time, ILogger<RunFlow> log)
{
    /// <summary>How long a stop waits for its record; far longer than a commit takes.</summary>
    private static readonly TimeSpan RecordPatience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Failed rounds of following a run before it is ended.</summary>
    private const int MostFailures = 3;

    private readonly ConcurrentDictionary<LeaseToken, int> _failures = new();

    private readonly TimeSpan _emergencyGrace = TimeSpan.FromSeconds(options.EmergencyStop.GraceSeconds);

    private StopLadder Ladder =>
        new(TimeSpan.FromSeconds(options.Timeouts.GraceSeconds), TimeSpan.FromSeconds(options.Timeouts.GraceSeconds));

    /// <param name="claimed">The task, running or stopping.</param>
    /// <param name="run">Its released or adopted process. Not disposed here.</param>
    /// <param name="facts">How its output is to be read.</param>
    /// <param name="active">Brings the stops.</param>
    /// <param name="leave">The gateway goes away: everything stays as it is and the next one adopts the run.</param>
    public async Task RunAsync(ClaimedTask claimed, SupervisedRun run, RunFacts facts, ActiveRun active, CancellationToken leave)
    {
        try
        {
            await CarryAsync(claimed, run, facts, active, leave);
            _failures.TryRemove(active.Token, out _);
        }
        catch (Exception ex) when (!leave.IsCancellationRequested)
        {
            if (!await GiveUpAsync(claimed, ex, async () => (await run.KillTreeAsync()).Survivors, leave))
                throw;
        }
    }

    /// <summary>
    /// A run that cannot be followed is retried by adoption; one that keeps failing is ended with the reason, because it would hold its
    /// slot forever.
    /// </summary>
    /// <param name="claimed">Its task.</param>
    /// <param name="exception">What went wrong this time.</param>
    /// <param name="kill">Ends its processes and gives the survivors.</param>
    /// <param name="leave">The gateway goes away.</param>
    /// <returns>Whether it was ended.</returns>
    public async Task<bool> GiveUpAsync(ClaimedTask claimed, Exception exception, Func<Task<IReadOnlyList<int>>> kill,
        CancellationToken leave)
    {
        var (task, lease) = (claimed.Task, claimed.Task.Lease!);
        if (_failures.AddOrUpdate(lease.Token, 1, (_, before) => before + 1) < MostFailures)
            return false;
        Log.GivenUp(log, exception, task.Id, lease.Run);
        while (await kill() is { Count: > 0 } survivors)
        {
            Log.Survivors(log, task.Id, string.Join(' ', survivors));
            await Task.Delay(RetryPause, time, leave);
        }

        var reason = $"The gateway could not follow the run: {exception.Message}";
        if (task.LastRun == lease.Run)
            await FinishAsync(claimed, RunVerdict.Lost(reason), leave);
        else
            await UntilStoredAsync(
                () => store.GiveBackAsync(new StartFailed(task.Id, lease.Token, reason, Hold: null, time.GetUtcNow()), leave), leave);
        _failures.TryRemove(lease.Token, out _);
        return true;
    }

    private async Task CarryAsync(ClaimedTask claimed, SupervisedRun run, RunFacts facts, ActiveRun active, CancellationToken leave)
    {
        var task = claimed.Task;
        active.Process = run;
        var watch = new RunWatch(run, engines[task.Engine], facts, options.Timeouts, time);
        var reading = watch.ReadAsync(said => ObserveAsync(task, said, leave), leave);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(leave);
        var waiting = watch.WaitAsync(facts.Began(task.StartedAt, time), RunStarter.Deadline(claimed, options.Timeouts), active,
            watching.Token);
        // Without its output the result would never be seen.
        if (await Task.WhenAny(waiting, reading) == reading && reading.IsFaulted)
        {
            await watching.CancelAsync();
            await waiting;
            await reading;
        }

        var end = await waiting;
        if (end is RunEnd.Left)
            return;

        var recording = RecordStopAsync(task, run, end, active, leave);
        await MarkUnlessRecordedAsync(recording, run, end, active);
        await EndTreeAsync(run, end, active, leave);
        active.IsOver = true;
        await reading;
        var exit = await run.Exited;
        if (active.IsUnleased)
        {
            Log.LeaseLost(log, task.Id);
            return;
        }

        var cause = await RecordCancelAsync(task, await recording, active, leave);
        var finished = verdict.Of(claimed, run, facts, watch.Transcript, exit, cause);
        await FinishAsync(claimed, finished, watch.Transcript.EngineVersion, leave);
    }

    /// <summary>Records why a run is stopped, retrying while the processes end.</summary>
    private async Task<StopReason?> RecordStopAsync(AgentTask task, SupervisedRun run, RunEnd end, ActiveRun active,
        CancellationToken leave)
    {
        // By now the task may be leased to another run, whose affair this is not.
        if (active.IsUnleased || StopOf(task, run, end, active) is not { } request)
            return end is RunEnd.StopAsked asked ? asked.Request.Reason : task.Stop?.Reason;
        TaskChange change = request.Reason == StopReason.Cancel
            ? new TaskChange.Cancel(task.Id, request.Actor, request.At)
            : new TaskChange.Stop(task.Id, request.Reason, request.Actor, request.At);
        var outcome = await UntilStoredAsync(() => store.ChangeAsync(change, leave), leave);
        // Afterwards: whoever sees the hold finds the task among those it keeps waiting.
        if (request.Reason == StopReason.Login)
            await HoldProfileAsync(task, leave);
        return outcome switch
        {
            // An earlier request decides the reason.
            ChangeOutcome.Refused { Task.Stop: { } earlier } => earlier.Reason,
            _ => request.Reason,
        };
    }

    /// <summary>The stop to record; null when the store knows it, or there is none.</summary>
    private StopRequest? StopOf(AgentTask task, SupervisedRun run, RunEnd end, ActiveRun active) => end switch
    {
        RunEnd.MustStop must => new StopRequest(must.Reason, "gateway", time.GetUtcNow()),
        RunEnd.StopAsked => active.Unwritten,
        // Ended by somebody else, who left a mark.
        _ => task.Stop is null && run.Mark is { } mark && EnumNames<StopReason>.TryParse(mark.Reason, out var reason)
            ? new StopRequest(reason, mark.Actor, time.GetUtcNow()) : null,
    };

    /// <summary>
    /// Normally the reason is stored before the first signal, so that a crash cannot lose it. If the store does not answer, the run's
    /// folder records the reason.
    /// </summary>
    private async Task MarkUnlessRecordedAsync(Task<StopReason?> recording, SupervisedRun run, RunEnd end, ActiveRun active)
    {
        await Task.WhenAny(recording, Task.Delay(RecordPatience, time, CancellationToken.None));
        var request = end switch
        {
            RunEnd.MustStop must => new StopRequest(must.Reason, "gateway", time.GetUtcNow()),
            RunEnd.StopAsked => active.Unwritten,
            _ => null,
        };
        if (request is null || recording.IsCompleted)
            return;
        if (run.TryMark(new RunStopMark(EnumNames<StopReason>.Of(request.Reason), request.Actor)) is { } why)
            Log.NotMarked(log, run.Directory, why);
    }

    /// <summary>A cancel that came during another stop and is not recorded yet.</summary>
    private async Task<StopReason?> RecordCancelAsync(AgentTask task, StopReason? cause, ActiveRun active, CancellationToken leave)
    {
        if (cause == StopReason.Cancel || active.Unwritten is not { Reason: StopReason.Cancel } request)
            return cause;
        await UntilStoredAsync(() => store.ChangeAsync(new TaskChange.Cancel(task.Id, request.Actor, request.At), leave), leave);
        return StopReason.Cancel;
    }

    /// <summary>At once, not with the ending: during the program's grace every start would be refused too.</summary>
    private Task<GateState> HoldProfileAsync(AgentTask task, CancellationToken leave)
    {
        var close = new GateChange.Close(GateNames.Profile(task.Profile), Until: null, "The provider refuses the sign-in.",
            GateActors.Provider, time.GetUtcNow()) { Began = task.StartedAt };
        return UntilStoredAsync(() => store.SetGateAsync(close, leave), leave);
    }

    /// <summary>Quota observations matter to the next start. If the store fails, they come with the ending.</summary>
    private async Task ObserveAsync(AgentTask task, LimitState said, CancellationToken leave)
    {
        var now = time.GetUtcNow();
        try
        {
            foreach (var (gate, windows) in ProviderSignals.Windows(task, said, now))
                await store.SetGateAsync(new GateChange.Observe(gate, windows, GateActors.Provider, now), leave);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.NotObserved(log, ex, task.Id);
        }
    }

    /// <summary>
    /// Afterwards no process of the run is alive. One the kernel cannot end keeps the lease, and its directory, until it is gone.
    /// </summary>
    private async Task EndTreeAsync(SupervisedRun run, RunEnd end, ActiveRun active, CancellationToken leave)
    {
        // Shutdown only abandons the wait: the stop is recorded, and the next gateway continues it.
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
            return await run.StopAsync(new StopLadder(_emergencyGrace / 2, _emergencyGrace / 2), CancellationToken.None);
        using var hurry = new CancellationTokenSource();
        var stopping = run.StopAsync(Ladder, hurry.Token);
        // An emergency stop limits a stop in progress to its own grace.
        if (await Task.WhenAny(stopping, active.Hurried) != stopping)
            hurry.CancelAfter(_emergencyGrace);
        return await stopping;
    }

    /// <summary>Ends a run of which only the ending is known.</summary>
    public Task FinishAsync(ClaimedTask claimed, Ending ending, CancellationToken leave) => FinishAsync(
        claimed,
        new RunFinished { TaskId = claimed.Task.Id, Token = claimed.Task.Lease!.Token, Ending = ending, Jitter = 0,
            Now = time.GetUtcNow() },
        engineVersion: null,
        leave);

    private async Task FinishAsync(ClaimedTask claimed, RunFinished finished, string? engineVersion, CancellationToken leave)
    {
        var outcome = await UntilStoredAsync(() => store.FinishAsync(finished with { Now = time.GetUtcNow() }, leave), leave);
        if (outcome is LeaseOutcome.Applied applied)
            endings.Record(claimed, finished, applied.Task, engineVersion);
        else if (outcome is LeaseOutcome.Lost)
            Log.LeaseLost(log, finished.TaskId);
    }

    /// <summary>A full disk or unreachable store must not lose an ending: it is retried until stored or the gateway leaves.</summary>
    public async Task<T> UntilStoredAsync<T>(Func<Task<T>> write, CancellationToken leave)
    {
        while (true)
        {
            try
            {
                return await write();
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                Log.StoreFailed(log, ex);
                await Task.Delay(RetryPause, time, leave);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Processes of {Directory} survive the kill: {Pids}")]
        public static partial void Survivors(ILogger log, string directory, string pids);

        [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} run {Run} is ended: it could not be followed again and again")]
        public static partial void GivenUp(ILogger log, Exception exception, string taskId, int run);

        [LoggerMessage(Level = LogLevel.Error,
            Message = "The run in {Directory} is stopped and neither the store nor its folder could record it ({Why})")]
        public static partial void NotMarked(ILogger log, string directory, string why);

        [LoggerMessage(Level = LogLevel.Error, Message = "The lease of task {TaskId} was lost; its ending is not written")]
        public static partial void LeaseLost(ILogger log, string taskId);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The provider windows that task {TaskId} reported could not be stored yet")]
        public static partial void NotObserved(ILogger log, Exception exception, string taskId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The store did not take a change of a run; it is offered again")]
        public static partial void StoreFailed(ILogger log, Exception exception);
    }
}
