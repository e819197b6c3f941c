using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class RunClockTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(7);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    private static readonly SilenceLimits Limits = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
    private static readonly RunClock Fresh = new() { ReleasedAt = Start, Deadline = At(600) };

    [Fact]
    public void Until_the_first_byte_silence_counts_from_the_start() =>
        Assert.Equal(new Silence(Start, TimeSpan.FromSeconds(10), StopReason.FirstByte), Fresh.SilenceUnder(Limits));

    [Fact]
    public void Later_it_counts_from_the_latest_byte() =>
        Assert.Equal(new Silence(At(5), TimeSpan.FromSeconds(60), StopReason.Silence),
        (Fresh with { LastByteAt = At(5) }).SilenceUnder(Limits));

    [Fact]
    public void While_a_tool_is_in_flight_or_the_result_is_there_silence_says_nothing()
    {
        Assert.Null((Fresh with { LastByteAt = At(5), IsToolInFlight = true }).SilenceUnder(Limits));
        Assert.Null((Fresh with { LastByteAt = At(5), ResultAt = At(5) }).SilenceUnder(Limits));
    }

    [Fact]
    public void While_a_retry_sleeps_it_does_not_count()
    {
        var sleeping = Fresh with { LastByteAt = At(5), SleepsUntil = At(500) };
        Assert.Equal(At(500), sleeping.SilenceUnder(Limits)!.Since);
        Assert.Equal(At(550), (sleeping with { BusyAt = At(550) }).SilenceUnder(Limits)!.Since);
    }

    [Fact]
    public void What_has_no_limit_is_never_silent_for_too_long()
    {
        var none = new SilenceLimits(null, null);
        Assert.Null(Fresh.SilenceUnder(none));
        Assert.Null((Fresh with { LastByteAt = At(5) }).SilenceUnder(none));
        Assert.Equal(At(600), Fresh.Next(Linger, silence: null));
    }

    [Fact]
    public void Only_engines_that_speak_have_limits_unless_the_operator_sets_them()
    {
        var timeouts = new TimeoutOptions { FirstByteSeconds = 10, SilenceSeconds = 60 };
        Assert.Equal(Limits, SilenceLimits.Of(speaks: true, new SilenceOptions(), timeouts));
        Assert.Equal(new SilenceLimits(null, null), SilenceLimits.Of(speaks: false, new SilenceOptions(), timeouts));
        Assert.Equal(new SilenceLimits(null, TimeSpan.FromSeconds(3)),
            SilenceLimits.Of(speaks: false, new SilenceOptions(SilenceSeconds: 3), timeouts));
        Assert.Equal(new SilenceLimits(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60)),
            SilenceLimits.Of(speaks: true, new SilenceOptions(2), timeouts));
    }

    [Fact]
    public void The_deadline_stands_until_the_result_is_there()
    {
        Assert.False(Fresh.IsOverdue(At(599)));
        Assert.True(Fresh.IsOverdue(At(600)));
        var done = Fresh with { ResultAt = At(1) };
        Assert.False(done.IsOverdue(At(10_000)));
        Assert.False(done.LingeredEnough(Linger, At(5)));
        Assert.True(done.LingeredEnough(Linger, At(6)));
    }

    [Fact]
    public void The_next_look_is_at_the_earliest_limit()
    {
        Assert.Equal(At(10), Fresh.Next(Linger, At(10)));
        Assert.Equal(At(600), Fresh.Next(Linger, At(659)));
        Assert.Equal(At(8), (Fresh with { ResultAt = At(3) }).Next(Linger, silence: null));
    }

    private static TimeSpan At(int second) => Start + TimeSpan.FromSeconds(second);
}
