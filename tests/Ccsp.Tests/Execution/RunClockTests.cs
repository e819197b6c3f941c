using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class RunClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeoutOptions Limits = new() { FirstByteSeconds = 10, SilenceSeconds = 60, LingerSeconds = 5 };
    private static readonly RunClock Fresh = new() { ReleasedAt = Noon, Deadline = Noon.AddSeconds(600) };

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, "first-byte")]
    public void A_run_that_writes_nothing_is_stopped_after_the_first_byte_limit(int second, string? reason) =>
        Assert.Equal(reason, Word(Fresh.Passed(Limits, Noon.AddSeconds(second))));

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, "silence")]
    public void Silence_counts_from_the_latest_byte(int second, string? reason) =>
        Assert.Equal(reason, Word((Fresh with { LastByteAt = Noon.AddSeconds(5) }).Passed(Limits, Noon.AddSeconds(second))));

    [Fact]
    public void The_deadline_comes_before_any_other_limit() =>
        Assert.Equal(StopReason.Timeout, Fresh.Passed(Limits, Noon.AddSeconds(600)));

    [Fact]
    public void After_the_result_no_limit_stops_the_run_any_more()
    {
        var done = Fresh with { LastByteAt = Noon.AddSeconds(1), ResultAt = Noon.AddSeconds(1) };
        Assert.Null(done.Passed(Limits, Noon.AddSeconds(10_000)));
        Assert.False(done.LingeredEnough(Limits, Noon.AddSeconds(5)));
        Assert.True(done.LingeredEnough(Limits, Noon.AddSeconds(6)));
    }

    [Fact]
    public void The_next_look_is_at_the_earliest_limit()
    {
        Assert.Equal(Noon.AddSeconds(10), Fresh.Next(Limits));
        Assert.Equal(Noon.AddSeconds(65), (Fresh with { LastByteAt = Noon.AddSeconds(5) }).Next(Limits));
        Assert.Equal(Noon.AddSeconds(600), (Fresh with { LastByteAt = Noon.AddSeconds(599) }).Next(Limits));
        Assert.Equal(Noon.AddSeconds(8), (Fresh with { ResultAt = Noon.AddSeconds(3) }).Next(Limits));
    }

    private static string? Word(StopReason? reason) => reason is { } some ? Ccsp.Contracts.Words<StopReason>.Of(some) : null;
}
