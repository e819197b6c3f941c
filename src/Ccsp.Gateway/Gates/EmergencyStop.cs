using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>
/// Orders, clears and tells the emergency stop. The store holds it, and the instances end what they run. Where the store does not take it within
/// a moment, this instance obeys it at once and writes it down as soon as that is possible.
/// </summary>
internal sealed partial class EmergencyStop(ITaskStore store, StopFile file, UnwrittenStopFile orderFile, LocalRuns runs, TimeProvider time, ILogger<EmergencyStop> log)
{
    /// <summary>Far longer than a commit takes, and nothing to somebody who wants everything to end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private UnwrittenStop? unwritten;
    private UnwrittenStop? written;
    private int liveThen;

    public static TimeSpan SettleEvery { get; } = TimeSpan.FromSeconds(1);

    /// <summary>In force here and not in the store.</summary>
    public UnwrittenStop? Unwritten
    {
        get
        {
            lock (gate)
                return unwritten;
        }
    }

    /// <summary>The stop file that refuses a clear, if there is one.</summary>
    public string? LyingFile => file.Exists ? file.Path : null;

    public async Task<EmergencyState?> NowAsync(CancellationToken stop)
    {
        try
        {
            return Seen(await store.EmergencyNowAsync(stop));
        }
        catch (Exception ex) when (ex is not OperationCanceledException && Unwritten is not null)
        {
            // What is in force here can be told without the store.
            return Seen(stored: null);
        }
    }

    /// <summary>What the store says, with what this instance did and could not write down.</summary>
    public EmergencyState? Seen(EmergencyState? stored)
    {
        var (all, ended) = runs.Count();
        lock (gate)
            return LocalStop.Seen(stored, unwritten, runs.InstanceId, new EmergencyRuns(Math.Max(liveThen, all), Stopped: Math.Max(0, liveThen - all)), ended, time.GetUtcNow());
    }

    /// <summary>Of several who order it at once one begins it; the others learn that it stands. It never fails for the store's sake.</summary>
    public async Task<EmergencyOutcome> OrderAsync(EmergencyMode mode, string reason, string actor, CancellationToken stop)
    {
        var order = new UnwrittenStop(mode, reason, actor, time.GetUtcNow());
        var writing = WriteAsync(order, stop);
        await Task.WhenAny(writing, Task.Delay(Patience, time, CancellationToken.None));
        if (writing.IsCompletedSuccessfully)
        {
            var outcome = await writing;
            if (outcome.Changed)
                Log.Ordered(log, mode, actor, reason, outcome.State!.Instances.Values.Sum(one => one.Live));
            return outcome;
        }

        Obey(order, writing.Exception?.InnerException?.Message ?? "it does not answer");
        // A late success is settled by the next round; a late failure has been told.
        _ = writing.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return new EmergencyOutcome(Seen(stored: null), Changed: true);
    }

    /// <summary>At the start, while there is room.</summary>
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

    /// <summary>What was ordered while no gateway answered is in force before anything is claimed.</summary>
    public async Task TakeUpAsync(CancellationToken stop)
    {
        // One that was written down and could not be erased is not ordered again.
        if (Unwritten is null && orderFile.Read() is { } left && left != written)
            Obey(left, "it was ordered while no gateway answered");
        await SettleAsync(time.GetUtcNow(), stop);
    }

    /// <summary>Writes down what is in force here; a store in trouble is asked again.</summary>
    public async Task SettleAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (Unwritten is not { } order)
            return;
        try
        {
            await WriteAsync(order, stop);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.StillUnwritten(log, ex.Message);
            return;
        }

        if (orderFile.TryErase() is { } why)
            Log.NotErased(log, orderFile.Path, why);
        lock (gate)
        {
            if (unwritten != order)
                return;
            (unwritten, written, liveThen) = (null, order, 0);
        }

        runs.Release();
        Log.Written(log, order.Actor);
    }

    /// <returns>Null while a stop file lies in the data folder: it would order the next stop at once.</returns>
    public async Task<EmergencyOutcome?> ClearAsync(string actor, CancellationToken stop)
    {
        if (file.Exists)
            return null;
        if (Unwritten is { } order)
            // In this order, so that nothing is left to be written after the clear.
            await WriteAsync(order, stop);
        await SettleAsync(time.GetUtcNow(), stop);
        var outcome = await store.EmergencyAsync(new EmergencyChange.Clear(actor, time.GetUtcNow()), stop);
        if (outcome.Changed)
            Log.Cleared(log, actor);
        return outcome;
    }

    /// <summary>What the instance that asks would start at once after a clear, in its order.</summary>
    public Task<IReadOnlyList<AgentTask>> PlanAsync(ClaimRequest asIf, CancellationToken stop) => store.ForeseeAsync(asIf, stop);

    private async Task<EmergencyOutcome> WriteAsync(UnwrittenStop order, CancellationToken stop) =>
        await store.EmergencyAsync(new EmergencyChange.Stop(order.Mode, order.Reason, order.Actor, order.Since), stop);

    private void Obey(UnwrittenStop order, string why)
    {
        lock (gate)
        {
            if (unwritten is { } before && before.Mode >= order.Mode)
                return;
            liveThen = Math.Max(liveThen, runs.Count().All);
            unwritten = order;
        }

        runs.Hold(order.Mode == EmergencyMode.Kill ? new StopRequest(StopReason.Emergency, order.Actor, order.Since) : null);
        var notKept = orderFile.TryWrite(order);
        Log.InForceHere(log, order.Mode, order.Actor, order.Reason, why, notKept is null ? "it outlives a restart" : $"it would not outlive a restart: {notKept}");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Emergency stop ({Mode}) by {Actor}: {Reason}; {Live} runs are alive")]
        public static partial void Ordered(ILogger log, EmergencyMode mode, string actor, string reason, int live);

        [LoggerMessage(Level = LogLevel.Critical, Message = "Emergency stop ({Mode}) by {Actor}: {Reason}. It is in force on this instance and not in the store ({Why}); {Kept}")]
        public static partial void InForceHere(ILogger log, EmergencyMode mode, string actor, string reason, string why, string kept);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The emergency stop in force here is not in the store yet: {Reason}")]
        public static partial void StillUnwritten(ILogger log, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The emergency stop of {Actor} is in the store now")]
        public static partial void Written(ILogger log, string actor);

        [LoggerMessage(Level = LogLevel.Error, Message = "The order in {Path} could not be erased ({Why}); the next start would order the stop again")]
        public static partial void NotErased(ILogger log, string path, string why);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} could not be made ({Why}): an emergency stop the store does not take would not outlive a restart")]
        public static partial void NotPrepared(ILogger log, string path, string why);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Emergency stop cleared by {Actor}")]
        public static partial void Cleared(ILogger log, string actor);
    }
}
