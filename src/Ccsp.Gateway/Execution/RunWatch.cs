using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Follows one live run: feeds its output to the transcript and says when and why watching ends. It stops nothing itself.</summary>
internal sealed class RunWatch(SupervisedRun run, IEngine engine, RunFacts facts, TimeoutOptions limits, TimeProvider time)
{
    /// <summary>Throttled requests in a row the engine may repeat by itself before waiting becomes the queue's business.</summary>
    private const int ThrottlesAllowed = 3;

    private readonly Lock gate = new();
    private readonly Pulse noticed = new();
    private RunClock clock = new() { ReleasedAt = time.GetUtcNow(), Deadline = DateTimeOffset.MaxValue };
    private StopReason? wanted;

    /// <summary>Everything the engine said so far. Complete when <see cref="ReadAsync"/> has ended.</summary>
    public RunTranscript Transcript { get; } = new(facts.Format, facts.Resumed);

    /// <summary>Reads standard output to its end, whoever ends the run.</summary>
    /// <param name="onLimit">Told what the engine says of its provider's windows, as soon as it says it.</param>
    /// <param name="leave">The gateway goes away.</param>
    public async Task ReadAsync(Func<LimitState, Task> onLimit, CancellationToken leave)
    {
        using var spool = run.Follow(SpoolStream.Stdout);
        LimitState? told = null;
        await foreach (var line in SpoolLines.ReadAsync(spool, stop: leave))
        {
            Transcript.Add(engine.ParseLine(line.Bytes.Span, facts.Format));
            Notice();
            if (Transcript.LastLimit is { } said && !ReferenceEquals(said, told))
                await onLimit(told = said);
        }
    }

    /// <summary>Waits for the first reason to stop watching.</summary>
    /// <param name="startedAt">When the run began; after an adoption, before this gateway did.</param>
    /// <param name="deadline">Its wall deadline.</param>
    /// <param name="active">Brings the stops.</param>
    /// <param name="leave">The gateway goes away.</param>
    public async Task<RunEnd> WaitAsync(DateTimeOffset startedAt, TimeSpan deadline, ActiveRun active, CancellationToken leave)
    {
        lock (gate)
            clock = clock with { ReleasedAt = startedAt, Deadline = startedAt + deadline };
        var left = new TaskCompletionSource();
        using var registration = leave.Register(left.SetResult);
        while (true)
        {
            var change = noticed.Next;
            if (Decide(active, left.Task) is { } end)
                return end;
            using var alarm = new CancellationTokenSource();
            await Task.WhenAny(run.Exited, active.StopAsked, run.Overflowed, left.Task, change, Alarm(alarm.Token));
            await alarm.CancelAsync();
        }
    }

    private RunEnd? Decide(ActiveRun active, Task left)
    {
        var (now, sight, mustStop) = Look();
        if (left.IsCompleted)
            return new RunEnd.Left();
        if (run.Exited.IsCompleted)
            return new RunEnd.Exited();
        if (active.StopAsked.IsCompletedSuccessfully)
            return new RunEnd.StopAsked(active.StopAsked.Result);
        if (run.Overflowed.IsCompleted)
            return new RunEnd.MustStop(StopReason.Output);
        if ((mustStop ?? sight.Passed(limits, now)) is { } reason)
            return new RunEnd.MustStop(reason);
        return sight.LingeredEnough(limits, now) ? new RunEnd.Lingered() : null;
    }

    private (DateTimeOffset Now, RunClock Clock, StopReason? Wanted) Look()
    {
        lock (gate)
            return (time.GetUtcNow(), clock, wanted);
    }

    private void Notice()
    {
        var now = time.GetUtcNow();
        var hasResult = Transcript.Result is not null;
        bool tell;
        lock (gate)
        {
            tell = clock.LastByteAt is null || (hasResult && clock.ResultAt is null);
            clock = clock with { LastByteAt = now, ResultAt = clock.ResultAt ?? (hasResult ? now : null) };
            wanted ??= WhyStopEarly();
            tell |= wanted is not null;
        }

        if (tell)
            noticed.Fire();
    }

    private StopReason? WhyStopEarly() => EarlyAction.Decide(Transcript, ThrottlesAllowed) switch
    {
        EarlyAction.StopAndHold { Reason: StopReason.Login } when facts.OneShot => null,
        EarlyAction.StopAndHold hold => hold.Reason,
        EarlyAction.StopAndRequeue => StopReason.Throttle,
        _ => null,
    };

    private Task Alarm(CancellationToken stop)
    {
        DateTimeOffset next;
        lock (gate)
            next = clock.Next(limits);
        var wait = next - time.GetUtcNow();
        // Never a busy loop, and never beyond what a timer can hold.
        wait = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay));
        return Task.Delay(wait, time, stop);
    }
}
