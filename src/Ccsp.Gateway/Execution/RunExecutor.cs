using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Executes one claimed run: process at its gate, start confirmed in the store, gate opened, followed to its end.</summary>
internal sealed partial class RunExecutor(ITaskStore store, RunStarter starter, RunFlow flow, StartRefusals refusals,
    StoreReturn storeReturn, ExecutionSite site, ILogger<RunExecutor> log)
{
    /// <summary>A healthy file system answers within seconds.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public async Task ExecuteAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        try
        {
            await StartAsync(claimed, active, leave);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // The lease stays with this instance; its next start adopts the run.
        }
        catch (CannotStart ex)
        {
            Log.NotStarted(log, claimed.Task.Id, claimed.Task.Lease!.Run, ex.Message);
            await refusals.FailAsync(claimed, ex.Message, leave);
        }
        catch (Exception ex)
        {
            // Still leased and unfollowed: the next round of adoption takes it.
            Log.Failed(log, ex, claimed.Task.Id);
        }
    }

    /// <summary>Before the first claim.</summary>
    public Task PrepareAsync() => starter.StandByAsync();

    private async Task StartAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        var plan = RunPlan.For(claimed, await NamedConversationAsync(claimed, leave), Guid.NewGuid());
        if (await BeginAsync(claimed, plan, active, leave) is not var (outcome, facts))
        {
            await GiveBackAsync(claimed, active, "A stop was asked before the run began.", leave);
            return;
        }

        if (outcome is not StartOutcome.Started started)
        {
            await refusals.HandleAsync(claimed, outcome, leave);
            return;
        }

        refusals.Succeeded();
        using var run = started.Run;
        await WaitForStoreAsync(active, leave);
        if (active.StopAsked.IsCompleted)
        {
            await GiveBackAsync(claimed, active, "A stop was asked before the run began.", leave);
            return;
        }

        var identity = run.Identity;
        var confirmation = new RunStarted(claimed.Task.Id, active.Token, identity.Pid, identity.StartTime, identity.BootId,
            plan.ConversationId, site.Time.GetUtcNow());
        switch (await store.ConfirmAsync(confirmation, leave))
        {
            case LeaseOutcome.Applied applied:
                run.Release();
                Log.Started(log, claimed.Task.Id, claimed.Task.Lease!.Run, claimed.Task.Engine, claimed.Task.Profile, identity.Pid);
                site.Reached("start.released");
                // Deferred until now to leave the CPU to the start.
                var next = starter.StandByAsync();
                await flow.RunAsync(claimed with { Task = applied.Task }, run, facts!, active, leave);
                await next;
                break;
            case LeaseOutcome.Refused refused:
                // A stop came before the gate opened: the engine's program never ran.
                await GiveBackAsync(claimed, active, refused.Reason, leave);
                break;
            case LeaseOutcome.Lost:
                Log.LeaseLost(log, claimed.Task.Id);
                break;
        }
    }

    /// <summary>Its claim may have lain in a store that stood still; a stop written since refuses the start.</summary>
    private async Task WaitForStoreAsync(ActiveRun active, CancellationToken leave)
    {
        if (storeReturn.Left is { Ticks: > 0 } left)
            await Task.WhenAny(active.StopAsked, Task.Delay(left, site.Time, leave));
        leave.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// The start. It is bounded while it reads files the task names, whose file system must not hold a slot. An abandoned start may still
    /// finish; its process is then disposed of at its gate. A slow data disk is no fault of the task: the start waits.
    /// </summary>
    /// <returns>Null when a stop was asked first.</returns>
    /// <exception cref="CannotStart">The files of the task do not answer, or it cannot be started.</exception>
    private async Task<(StartOutcome Outcome, RunFacts? Facts)?> BeginAsync(ClaimedTask claimed, RunPlan plan, ActiveRun active,
        CancellationToken leave)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(leave);
        var progress = new StartProgress();
        var starting = Task.Run(() => starter.StartAsync(claimed, plan, progress, abandoned.Token), leave);
        string? silent = null;
        while (silent is null && !starting.IsCompleted && !active.StopAsked.IsCompleted)
        {
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(leave);
            var first = await Task.WhenAny(starting, active.StopAsked, Task.Delay(StartLimit, site.Time, timer.Token));
            await timer.CancelAsync();
            leave.ThrowIfCancellationRequested();
            if (first == starting || first == active.StopAsked)
                break;
            silent = progress.Reads;
            if (silent is null)
                Log.StartWaits(log, claimed.Task.Id, StartLimit.TotalSeconds);
        }

        if (starting.IsCompleted)
            return await OutcomeAsync(claimed, starting);
        await abandoned.CancelAsync();
        _ = DisposeLateAsync(claimed, starting);
        return active.StopAsked.IsCompleted
            ? null
            : throw new CannotStart($"{silent}: the file system did not answer within {StartLimit.TotalSeconds:0} s.");
    }

    /// <summary>Unexpected errors are either the machine's and retried with pauses, or the task's and end it.</summary>
    private async Task<(StartOutcome Outcome, RunFacts? Facts)> OutcomeAsync(ClaimedTask claimed,
        Task<(StartOutcome Outcome, RunFacts Facts)> starting)
    {
        try
        {
            return await starting;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Log.StartFailed(log, ex, claimed.Task.Id);
            return (new StartOutcome.NoResources(ex.Message), null);
        }
        catch (Exception ex) when (ex is not (CannotStart or OperationCanceledException))
        {
            Log.StartFailed(log, ex, claimed.Task.Id);
            throw new CannotStart($"The run could not be started: {ex.Message}");
        }
    }

    private async Task DisposeLateAsync(ClaimedTask claimed, Task<(StartOutcome Outcome, RunFacts Facts)> starting)
    {
        try
        {
            if ((await starting).Outcome is StartOutcome.Started late)
                late.Run.Dispose();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception ex)
        {
            Log.StartFailed(log, ex, claimed.Task.Id);
        }
    }

    /// <summary>It never ran. A stop the store does not know of is recorded first, so that a cancelled task is not started again.</summary>
    private async Task GiveBackAsync(ClaimedTask claimed, ActiveRun active, string reason, CancellationToken leave)
    {
        active.IsOver = true;
        if (active.Unwritten is { Reason: StopReason.Cancel } request)
            await flow.UntilStoredAsync(() => store.ChangeAsync(new TaskChange.Cancel(active.TaskId, request.Actor, request.At), leave),
                leave);
        await flow.UntilStoredAsync(
            () => store.GiveBackAsync(new StartFailed(active.TaskId, active.Token, reason, Hold: null, site.Time.GetUtcNow()), leave),
                leave);
    }

    /// <summary>The conversation a submission continues: the engine's id, or another task's conversation.</summary>
    /// <exception cref="CannotStart">That task has none.</exception>
    private async Task<string?> NamedConversationAsync(ClaimedTask claimed, CancellationToken leave)
    {
        if (claimed.Spec.Resume is not { } named)
            return null;
        return await store.GetAsync(named, leave) is { Task.ConversationId: var left }
            ? left ?? throw new CannotStart($"Task {named} has left no conversation to go on with.")
            : named;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information,
            Message = "Task {TaskId} run {Run} started: engine {Engine}, profile {Profile}, process {Pid}")]
        public static partial void Started(ILogger log, string taskId, int run, string engine, string profile, int pid);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId} run {Run} was not started: {Reason}")]
        public static partial void NotStarted(ILogger log, string taskId, int run, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Run of task {TaskId} is not followed any more")]
        public static partial void Failed(ILogger log, Exception exception, string taskId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The start of task {TaskId} does not come through: for {Seconds} s the disk of "
            + "the data folder, or of the engine's program, has not answered. The task waits for it.")]
        public static partial void StartWaits(ILogger log, string taskId, double seconds);

        [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} could not be started")]
        public static partial void StartFailed(ILogger log, Exception exception, string taskId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The lease of task {TaskId} was lost before its run began")]
        public static partial void LeaseLost(ILogger log, string taskId);
    }
}
