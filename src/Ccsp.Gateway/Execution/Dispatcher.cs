using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Fills the free slots of this instance: claims tasks and hands them to the executor. Never claims ahead of a free slot.
/// </summary>
internal sealed partial class Dispatcher(ITaskStore store, EventHub hub, ActiveRuns runs, StartBackoff backoff,
    StoreReturn storeReturn, DispatcherSettings settings, ILogger<Dispatcher> log)
{
    /// <summary>A fallback for lost wake-ups.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Events after which a task may become startable.</summary>
    private static readonly IReadOnlySet<string> WakingTypes = new HashSet<string>(StringComparer.Ordinal)
    {
        EventTypes.TaskEnqueued, EventTypes.TaskReady, EventTypes.TaskRequeued, EventTypes.TaskCompleted, EventTypes.TaskFailed,
        EventTypes.TaskCancelled, EventTypes.TaskPromoted, EventTypes.TaskChanged, EventTypes.GateOpened, EventTypes.GateChanged,
        EventTypes.QueueResumed, EventTypes.EmergencyCleared,
    };

    /// <summary>Claims and starts until cancelled. <paramref name="execute"/> is the flow of one run.</summary>
    /// <exception cref="OperationCanceledException">Always the end, wherever the cancellation meets it.</exception>
    public async Task RunAsync(Func<ClaimedTask, ActiveRun, Task> execute, CancellationToken cancellationToken)
    {
        using var wakeUps = hub.SubscribeWakeUps(WakingTypes);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = await FillSlotsAsync(execute, cancellationToken);
            if (started == 0)
                await WaitAsync(wakeUps, cancellationToken);
        }
    }

    private async Task<int> FillSlotsAsync(Func<ClaimedTask, ActiveRun, Task> execute, CancellationToken cancellationToken)
    {
        var now = settings.Time.GetUtcNow();
        var free = settings.Options.MaxConcurrent - runs.Count;
        if (free <= 0 || runs.IsHeld || settings.Instance.HeldBy is not null || backoff.IsShut(now))
            return 0;
        if (storeReturn.IsAway)
        {
            await ProbeAsync(cancellationToken);
            return 0;
        }

        var claimed = await ClaimAsync(free, now, cancellationToken);
        foreach (var task in claimed)
            runs.TryBegin(task, run => execute(task, run));
        return claimed.Count;
    }

    private async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(int free, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await storeReturn.NoteAsync(() => store.ClaimAsync(settings.Request(free, now), cancellationToken));
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            // /ready reports the store's failure; claiming continues at the pace of the poll.
            Log.ClaimFailed(log, ex);
            return [];
        }
    }

    /// <summary>A store that was away is asked something harmless first.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storeReturn.NoteAsync(() => store.EmergencyNowAsync(cancellationToken));
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.ClaimFailed(log, ex);
        }
    }

    private async Task WaitAsync(Subscription wakeUps, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Poll, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await wakeUps.Events.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The poll: wake-ups are only hints.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Could not claim work")]
        public static partial void ClaimFailed(ILogger log, Exception exception);
    }
}
