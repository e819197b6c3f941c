namespace Ccsp.Tests.Support;

/// <summary>
/// A clock that moves only when told to. Its timestamps tick at an odd frequency and from an odd start, so that code which takes a
/// timestamp for a time or for 100 ns units fails.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<TestTimer> timers = [];
    private readonly List<(long DueAt, TaskCompletionSource Armed)> awaited = [];
    private DateTimeOffset now;
    private long elapsedTicks;

    public TestClock()
        : this(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public TestClock(DateTimeOffset start) => now = start;

    public override long TimestampFrequency => 1_234_567;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that are armed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (gate)
                return timers.Count(timer => timer.DueAt is not null);
        }
    }

    /// <summary>Completes when there is a timer that is due exactly so far from now.</summary>
    public Task ArmedForAsync(TimeSpan time)
    {
        lock (gate)
        {
            var dueAt = elapsedTicks + time.Ticks;
            if (timers.Exists(timer => timer.DueAt == dueAt))
                return Task.CompletedTask;
            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((dueAt, armed));
            return armed.Task;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return 42 + (long)((Int128)elapsedTicks * TimestampFrequency / TimeSpan.TicksPerSecond);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        lock (gate)
            timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves wall clock and timestamps forward and fires the timers on the way, each at its own time, outside the lock.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (gate)
            target = elapsedTicks + by.Ticks;
        while (NextUntil(target) is { } timer)
            timer.Fire();
    }

    /// <summary>Sets the wall clock alone, also backwards, as an administrator or NTP does; timers and timestamps do not move.</summary>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (gate)
            now = value;
    }

    private void TellAwaited_NeedsLock(long? dueAt)
    {
        foreach (var (_, armed) in awaited.FindAll(waiter => waiter.DueAt == dueAt))
            armed.SetResult();
        awaited.RemoveAll(waiter => waiter.DueAt == dueAt);
    }

    private TestTimer? NextUntil(long target)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt);
            var to = Math.Max(elapsedTicks, next?.DueAt ?? target);
            now += TimeSpan.FromTicks(to - elapsedTicks);
            elapsedTicks = to;
            next?.Rearm_NeedsLock();
            return next;
        }
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public long? DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                if (!clock.timers.Contains(this))
                    return false;
                period = newPeriod;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock.elapsedTicks + dueTime.Ticks;
                clock.TellAwaited_NeedsLock(DueAt);
                if (dueTime != TimeSpan.Zero)
                    return true;
                Rearm_NeedsLock();
            }

            // As with the system's timer, a zero due time fires at once but never inside the call that arms it.
            ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
            return true;
        }

        public void Rearm_NeedsLock()
        {
            DueAt = period > TimeSpan.Zero ? clock.elapsedTicks + period.Ticks : null;
            clock.TellAwaited_NeedsLock(DueAt);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                DueAt = null;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
