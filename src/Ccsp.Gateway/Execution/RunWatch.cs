using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Follows one live run: feeds its output to the transcript and reports when and why watching ends. It stops nothing itself.
/// </summary>
internal sealed class RunWatch(SupervisedRun run, IEngine engine, RunFacts facts, TimeoutOptions timeouts, TimeProvider time)
{
    /// <summary>Throttled requests the engine may retry in a row before the queue takes over the wait.</summary>
    private const int ThrottlesAllowed = 3;

    /// <summary>Timers do not count machine sleep; a check each minute barely misses a limit.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly AsyncSignal _noticed = new();
    private readonly SilenceWatch _silence = new(run.Activity);
    private readonly SilenceLimits _limits = SilenceLimits.Of(facts.Speaks, engine.Silence, timeouts);
    private readonly TimeSpan _linger = TimeSpan.FromSeconds(timeouts.LingerSeconds);
    private RunClock _clock = new() { ReleasedAt = SinceBoot(time), Deadline = TimeSpan.MaxValue };
    private StopReason? _wanted;

    /// <summary>Everything the engine said so far. Complete when <see cref="ReadAsync"/> has ended.</summary>
    public RunTranscript Transcript { get; } = new(facts.Format, facts.Resumed);

    /// <summary>Reads standard output to its end, however the run ends.</summary>
    /// <param name="onLimit">Called with the provider's windows as soon as the engine reports them.</param>
    /// <param name="leave">The gateway goes away.</param>
    public async Task ReadAsync(Func<LimitState, Task> onLimit, CancellationToken leave)
    {
        using var spool = run.Follow(SpoolStream.Stdout);
        LimitState? reported = null;
        await foreach (var line in SpoolLines.ReadAsync(spool, cancellationToken: leave))
        {
            Transcript.Add(engine.ParseLine(line.Bytes.Span, facts.Format));
            Notice();
            if (Transcript.LastLimit is { } said && !ReferenceEquals(said, reported))
                await onLimit(reported = said);
        }
    }

    /// <summary>Now, on the boot-time clock.</summary>
    public static TimeSpan SinceBoot(TimeProvider time) => time.GetElapsedTime(0);

    /// <summary>Waits for the first reason to stop watching.</summary>
    /// <param name="startedAt">When the run began, on the boot-time clock; after an adoption, before this gateway did.</param>
    /// <param name="deadline">Its wall deadline.</param>
    /// <param name="active">Brings the stops.</param>
    /// <param name="leave">The gateway goes away.</param>
    public async Task<RunEnd> WaitAsync(TimeSpan startedAt, TimeSpan deadline, ActiveRun active, CancellationToken leave)
    {
        lock (_gate)
            _clock = _clock with { ReleasedAt = startedAt, Deadline = startedAt + deadline };
        var left = new TaskCompletionSource();
        using var registration = leave.Register(left.SetResult);
        while (true)
        {
            var change = _noticed.Next;
            if (Decide(active, left.Task) is { } end)
                return end;
            using var alarm = new CancellationTokenSource();
            await Task.WhenAny(run.Exited, active.StopAsked, run.Overflowed, left.Task, change, Alarm(alarm.Token));
            await alarm.CancelAsync();
        }
    }

    private RunEnd? Decide(ActiveRun active, Task left)
    {
        var (now, seen, mustStop) = Look();
        if (left.IsCompleted)
            return new RunEnd.Left();
        if (run.Exited.IsCompleted)
            return new RunEnd.Exited();
        if (active.StopAsked.IsCompletedSuccessfully)
            return new RunEnd.StopAsked(active.StopAsked.Result);
        if (run.Overflowed.IsCompleted)
            return new RunEnd.MustStop(StopReason.Output);
        if (mustStop is { } reason)
            return new RunEnd.MustStop(reason);
        if (seen.IsOverdue(now))
            return new RunEnd.MustStop(StopReason.Timeout);
        if (Stalled(seen, now) is { } stalled)
            return new RunEnd.MustStop(stalled);
        return seen.LingeredEnough(_linger, now) ? new RunEnd.Lingered() : null;
    }

    /// <summary>Decides which silence is a stall; while the run works, it starts over.</summary>
    private StopReason? Stalled(RunClock seen, TimeSpan now)
    {
        if (seen.SilenceUnder(_limits) is not { } silent)
            return null;
        switch (_silence.Judge(silent, now))
        {
            case SilenceVerdict.Stalled:
                return silent.Reason;
            case SilenceVerdict.Busy:
                lock (_gate)
                    _clock = _clock with { BusyAt = now };
                return null;
            case SilenceVerdict.Wrote:
                lock (_gate)
                    _clock = _clock with { LastByteAt = _clock.LastByteAt ?? now };
                return null;
            default:
                return null;
        }
    }

    private (TimeSpan Now, RunClock Clock, StopReason? Wanted) Look()
    {
        lock (_gate)
            return (SinceBoot(time), _clock, _wanted);
    }

    private void Notice()
    {
        var now = SinceBoot(time);
        var hasResult = Transcript.Result is not null;
        bool matters;
        lock (_gate)
        {
            matters = _clock.LastByteAt is null || _clock.IsToolInFlight || (hasResult && _clock.ResultAt is null);
            _clock = _clock with
            {
                LastByteAt = now,
                ResultAt = _clock.ResultAt ?? (hasResult ? now : null),
                IsToolInFlight = Transcript.IsToolInFlight,
                SleepsUntil = now + Transcript.RetrySleep,
            };
            _wanted ??= WhyStopEarly();
            matters |= _wanted is not null;
        }

        if (matters)
            _noticed.Set();
    }

    private StopReason? WhyStopEarly() => EarlyAction.Decide(Transcript, ThrottlesAllowed) switch
    {
        EarlyAction.StopAndHold { Reason: StopReason.Login } when facts.OneShot => null,
        EarlyAction.StopAndHold hold => hold.Reason,
        EarlyAction.StopAndRequeue => StopReason.Throttle,
        _ => null,
    };

    private Task Alarm(CancellationToken cancellationToken)
    {
        var (now, seen, _) = Look();
        TimeSpan? look = seen.SilenceUnder(_limits) is { } silent ? _silence.Next(silent) : null;
        var wait = seen.Next(_linger, look) - now;
        wait = TimeSpan.FromTicks(Math.Clamp(wait.Ticks, TimeSpan.TicksPerMillisecond, LongestWait.Ticks));
        return Task.Delay(wait, time, cancellationToken);
    }
}
