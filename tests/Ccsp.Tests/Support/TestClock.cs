namespace Ccsp.Tests.Support;

/// <summary>
/// A clock that moves only when told to. Its timestamps tick at an odd frequency and from an odd start, so that code which takes a
/// timestamp for a time or for 100 ns units fails.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private readonly List<(long DueAt, TaskCompletionSource Armed)> _awaited = [];
    private DateTimeOffset _now;
    private long _elapsedTicks;

    public TestClock()
        : this(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public TestClock(DateTimeOffset start) => _now = start;

    public override long TimestampFrequency => 1_234_567;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that are armed.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count(timer => timer.DueAt is not null);
        }
    }

    /// <summary>Completes when there is a timer that is due exactly so far from now.</summary>
    public Task ArmedForAsync(TimeSpan time)
    {
        lock (_gate)
        {
            var dueAt = _elapsedTicks + time.Ticks;
            if (_timers.Exists(timer => timer.DueAt == dueAt))
                return Task.CompletedTask;
            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((dueAt, armed));
            return armed.Task;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return 42 + (long)((Int128)_elapsedTicks * TimestampFrequency / TimeSpan.TicksPerSecond);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        lock (_gate)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves wall clock and timestamps forward and fires the timers on the way, each at its own time, outside the lock.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_gate)
            target = _elapsedTicks + by.Ticks;
        while (NextUntil(target) is { } timer)
            timer.Fire();
    }

    /// <summary>Sets the wall clock alone, also backwards, as an administrator or NTP does; timers and timestamps do not move.</summary>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (_gate)
            _now = value;
    }

    private void TellAwaited_NeedsLock(long? dueAt)
    {
        foreach (var (_, armed) in _awaited.FindAll(waiter => waiter.DueAt == dueAt))
            armed.SetResult();
        _awaited.RemoveAll(waiter => waiter.DueAt == dueAt);
    }

    private TestTimer? NextUntil(long target)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt);
            var to = Math.Max(_elapsedTicks, next?.DueAt ?? target);
            _now += TimeSpan.FromTicks(to - _elapsedTicks);
            _elapsedTicks = to;
            next?.Rearm_NeedsLock();
            return next;
        }
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long? DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock._gate)
            {
                if (!clock._timers.Contains(this))
                    return false;
                _period = newPeriod;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._elapsedTicks + dueTime.Ticks;
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
            DueAt = _period > TimeSpan.Zero ? clock._elapsedTicks + _period.Ticks : null;
            clock.TellAwaited_NeedsLock(DueAt);
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
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
