using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Orders, clears and reports the emergency stop. It is stored, and every instance ends its own runs. When the store does not accept it
/// within a moment, this instance obeys at once and stores it as soon as possible.
/// </summary>
internal sealed partial class EmergencyStopService(ITaskStore store, StopFile file, UnwrittenStopFile orderFile, LocalRuns runs,
    TimeProvider time, ILogger<EmergencyStopService> log)
{
    /// <summary>Far longer than a commit takes, but short for someone who wants everything to end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the answer to an order waits for runs that the store has no lease of.</summary>
    private static readonly TimeSpan UnleasedPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    /// <summary>Taken before <see cref="_gate"/>: an order that is stored while it is obeyed neither comes into the file after it was
    /// erased nor holds runs back after they were released.</summary>
    private readonly Lock _fileGate = new();
    private UnwrittenStop? _unwritten;
    private UnwrittenStop? _written;
    /// <summary>Runs here that the store had no lease of and that are not on its receipt yet; and those that are.</summary>
    private readonly HashSet<Task> _unleased = [];
    private readonly HashSet<Task> _counted = [];
    private DateTimeOffset _unleasedSince;
    private int _liveThen;

    public static TimeSpan SettleEvery { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The stop that is in force here but not stored.</summary>
    public UnwrittenStop? Unwritten
    {
        get
        {
            lock (_gate)
                return _unwritten;
        }
    }

    /// <summary>Whether other instances may not know of it yet.</summary>
    public bool IsOnlyHere => runs.IsShared && Unwritten is not null;

    /// <summary>The path of a stop file that prevents a clear, if there is one.</summary>
    public string? LyingFile => file.Exists ? file.Path : null;

    public async Task<EmergencyState?> NowAsync(CancellationToken cancellationToken)
    {
        while (Unwritten is not null)
        {
            EmergencyState? stored = null;
            try
            {
                stored = await store.EmergencyNowAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                // What is in force here is known without the store.
            }

            var seen = Seen(stored);
            // Stored meanwhile, it is in the store's next answer only.
            if (Unwritten is not null)
                return seen;
        }

        return Seen(await store.EmergencyNowAsync(cancellationToken));
    }

    /// <summary>The stored state, completed by what this instance did but could not store.</summary>
    public EmergencyState? Seen(EmergencyState? stored) => Seen(stored, Unwritten);

    private EmergencyState? Seen(EmergencyState? stored, UnwrittenStop? unwritten)
    {
        var (all, ended) = runs.Count();
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var seen = LocalStop.Seen(stored, unwritten, runs.InstanceId,
                new EmergencyRuns(Math.Max(_liveThen, all), Stopped: Math.Max(0, _liveThen - all)), ended, now);
            return seen is { Stands: true, Mode: EmergencyMode.Kill } && _unleased.Count > 0 && seen.Since == _unleasedSince
                ? LocalStop.With(seen, runs.InstanceId, _unleased.Count, _unleased.Count(run => run.IsCompleted), now) : seen;
        }
    }

    /// <summary>
    /// When several order a stop at once, one begins it and the others get the existing one. Never fails because of the store.
    /// </summary>
    public async Task<EmergencyOutcome> OrderAsync(EmergencyMode mode, string reason, string actor, CancellationToken cancellationToken)
    {
        var order = new UnwrittenStop(mode, reason, actor, time.GetUtcNow());
        var write = WriteAsync(order, cancellationToken);
        await Task.WhenAny(write, Task.Delay(Patience, time, CancellationToken.None));
        if (write.IsCompletedSuccessfully)
        {
            var outcome = await write;
            if (outcome.Changed)
                Log.Ordered(log, mode, actor, reason, outcome.State!.Instances.Values.Sum(runs => runs.Live));
            return mode == EmergencyMode.Kill ? await WithUnleasedAsync(outcome) : outcome;
        }

        Obey(order, write.Exception?.InnerException?.Message ?? "it does not answer");
        // The next round handles a late success; a late failure has been reported.
        _ = write.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        // By now it may be stored.
        return new EmergencyOutcome(Seen(stored: null, Unwritten ?? order), Changed: true);
    }

    /// <summary>An emptied store orders no run to stop; the runs here end all the same and are counted.</summary>
    private async Task<EmergencyOutcome> WithUnleasedAsync(EmergencyOutcome outcome)
    {
        var noting = NoteUnleasedAsync(outcome.State!.Since);
        await Task.WhenAny(noting, Task.Delay(UnleasedPatience, time, CancellationToken.None));
        return outcome with { State = Seen(outcome.State) };
    }

    private async Task NoteUnleasedAsync(DateTimeOffset since)
    {
        try
        {
            Note(since, await runs.EndUnleased(CancellationToken.None));
        }
        catch (Exception ex)
        {
            Log.NotNoted(log, ex.Message);
        }
    }

    /// <summary>Runs here lost their lease and are ended: where a kill stands, whoever ordered it, they are on its receipt.</summary>
    /// <param name="ended">Completes for each when it has ended.</param>
    public async Task NoteAsync(IReadOnlyList<Task> ended, CancellationToken cancellationToken)
    {
        if (ended.Count > 0 && await NowAsync(cancellationToken) is { Stands: true, Mode: EmergencyMode.Kill } stop)
            Note(stop.Since, ended);
    }

    private void Note(DateTimeOffset since, IReadOnlyList<Task> found)
    {
        lock (_gate)
        {
            if (_unleasedSince != since)
            {
                _unleased.Clear();
                _counted.Clear();
            }

            _unleasedSince = since;
            _unleased.UnionWith(found.Where(run => !_counted.Contains(run)));
        }
    }

    /// <summary>Puts what has ended on the receipt in the store, for whoever asks another instance.</summary>
    private async Task CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Task> ended;
        DateTimeOffset since;
        lock (_gate)
        {
            (ended, since) = ([.. _unleased.Where(run => run.IsCompleted)], _unleasedSince);
            if (ended.Count == 0 || _unwritten is not null)
                return;
            _unleased.ExceptWith(ended);
            _counted.UnionWith(ended);
        }

        try
        {
            await store.EmergencyAsync(new EmergencyChange.Unleased(runs.InstanceId, ended.Count, since, now), cancellationToken);
        }
        catch (Exception ex)
        {
            lock (_gate)
                _counted.ExceptWith(ended);
            Note(since, ended);
            if (ex is OperationCanceledException)
                throw;
            Log.StillUnwritten(log, ex.Message);
        }
    }

    /// <summary>Reserves the file's space at the start, while there is some.</summary>
    public void Prepare()
    {
        try
        {
            orderFile.Prepare();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Log.NotPrepared(log, orderFile.Path, ex.Message);
        }
    }

    /// <summary>Puts a stop ordered without a running gateway in force before the first claim.</summary>
    public async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        // One that is stored but could not be erased from the file is not ordered again.
        if (Unwritten is null && orderFile.Read() is { } left && left.Since != _written?.Since)
        {
            if (left.ClearedAt is null)
                Obey(left, "it was ordered while no gateway answered");
            else
                await RecordAsync(left, cancellationToken);
        }

        await SettleAsync(time.GetUtcNow(), cancellationToken);
    }

    /// <summary>It was cleared before any gateway saw it: nothing is stopped, and its receipt is stored like any other.</summary>
    private async Task RecordAsync(UnwrittenStop past, CancellationToken cancellationToken)
    {
        try
        {
            await store.EmergencyAsync(new EmergencyChange.Past(past.Over(runs.InstanceId), past.Actor, time.GetUtcNow()),
                cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.StillUnwritten(log, ex.Message);
            return;
        }

        _written = past;
        if (orderFile.TryErase() is { } why)
            Log.ReceiptNotErased(log, orderFile.Path, why);
    }

    /// <summary>Stores what is in force here; retried while the store is unavailable.</summary>
    public async Task SettleAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await CountAsync(now, cancellationToken);
        if (Unwritten is not { } order)
            return;
        try
        {
            await WriteAsync(order, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.StillUnwritten(log, ex.Message);
            return;
        }

        lock (_fileGate)
        {
            if (Unwritten != order)
                return;
            if (orderFile.TryErase() is { } why)
                Log.NotErased(log, orderFile.Path, why);
            lock (_gate)
            {
                // A stronger one is in force by now; it goes into the file when this returns.
                if (_unwritten != order)
                    return;
                (_unwritten, _written, _liveThen) = (null, order, 0);
            }

            runs.Release();
        }

        Log.Written(log, order.Actor);
    }

    /// <returns>Null while a stop file exists: it would order the next stop at once.</returns>
    public async Task<EmergencyOutcome?> ClearAsync(string actor, CancellationToken cancellationToken)
    {
        if (file.Exists)
            return null;
        if (Unwritten is { } order)
            // In this order, so that nothing remains to be stored after the clear.
            await WriteAsync(order, cancellationToken);
        await SettleAsync(time.GetUtcNow(), cancellationToken);
        var outcome = await store.EmergencyAsync(new EmergencyChange.Clear(actor, time.GetUtcNow()), cancellationToken);
        if (outcome.Changed)
            Log.Cleared(log, actor);
        return outcome;
    }

    /// <summary>The tasks this instance would start at once after a clear, in order.</summary>
    public Task<IReadOnlyList<AgentTask>> PlanAsync(ClaimRequest asIf, CancellationToken cancellationToken) =>
        store.PreviewClaimAsync(asIf, cancellationToken);

    private async Task<EmergencyOutcome> WriteAsync(UnwrittenStop order, CancellationToken cancellationToken) =>
        await store.EmergencyAsync(new EmergencyChange.Stop(order.Mode, order.Reason, order.Actor, order.Since), cancellationToken);

    private void Obey(UnwrittenStop order, string why)
    {
        lock (_gate)
        {
            if (_unwritten is { } before && before.Mode >= order.Mode)
                return;
            _liveThen = Math.Max(_liveThen, runs.Count().All);
            _unwritten = order;
        }

        runs.Hold(order.Mode == EmergencyMode.Kill ? new StopRequest(StopReason.Emergency, order.Actor, order.Since) : null);
        string? notKept = null;
        lock (_fileGate)
        {
            var unwritten = Unwritten;
            if (unwritten == order)
                notKept = orderFile.TryWrite(order);
            else if (unwritten is null)
                runs.Release();
        }

        Log.InForceHere(log, order.Mode, order.Actor, order.Reason, why,
            notKept is null ? "it outlives a restart" : $"it would not outlive a restart: {notKept}");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Emergency stop ({Mode}) by {Actor}: {Reason}; {Live} runs are alive")]
        public static partial void Ordered(ILogger log, EmergencyMode mode, string actor, string reason, int live);

        [LoggerMessage(Level = LogLevel.Critical,
            Message = "Emergency stop ({Mode}) by {Actor}: {Reason}. It is in force on this instance and not in the store ({Why}); {Kept}")]
        public static partial void InForceHere(ILogger log, EmergencyMode mode, string actor, string reason, string why, string kept);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "Whether runs here have lost their lease is checked again with the next heartbeat: {Reason}")]
        public static partial void NotNoted(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The emergency stop in force here is not in the store yet: {Reason}")]
        public static partial void StillUnwritten(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The emergency stop of {Actor} is in the store now")]
        public static partial void Written(ILogger log, string actor);

        [LoggerMessage(Level = LogLevel.Error,
            Message = "The order in {Path} could not be erased ({Why}); the next start would order the stop again")]
        public static partial void NotErased(ILogger log, string path, string why);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The receipt in {Path} is in the store and could not be erased: {Why}")]
        public static partial void ReceiptNotErased(ILogger log, string path, string why);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "{Path} could not be made ({Why}): an emergency stop the store does not take would not outlive a restart")]
        public static partial void NotPrepared(ILogger log, string path, string why);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Emergency stop cleared by {Actor}")]
        public static partial void Cleared(ILogger log, string actor);
    }
}
