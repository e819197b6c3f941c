using Xunit;

namespace Ccsp.Tests.Support;

public sealed class TestClockTests
{
    [Fact(Timeout = 30_000)]
    public async Task A_delay_ends_when_the_clock_reaches_it_and_not_before()
    {
        var clock = new TestClock();
        var delay = Task.Delay(TimeSpan.FromSeconds(10), clock, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.Equal(0, clock.ArmedTimers);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_periodic_timer_ticks_once_per_period_at_the_right_times()
    {
        var clock = new TestClock();
        var start = clock.GetUtcNow();
        List<double> ticks = [];
        await using var timer = clock.CreateTimer(
            _ => ticks.Add((clock.GetUtcNow() - start).TotalSeconds), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal([2.0, 5, 8], ticks);
        await timer.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(3, ticks.Count);
    }

    [Fact(Timeout = 30_000)]
    public Task Timestamps_measure_the_time_that_passed_whatever_the_wall_clock_says()
    {
        var clock = new TestClock();
        var before = clock.GetTimestamp();
        clock.SetUtcNow(clock.GetUtcNow().AddDays(-1));
        clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(90, clock.GetElapsedTime(before).TotalSeconds, 3);
        return Task.CompletedTask;
    }
}
