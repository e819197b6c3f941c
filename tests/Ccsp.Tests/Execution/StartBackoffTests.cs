using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class StartBackoffTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_failure_in_a_row_waits_longer_up_to_the_cap_and_a_success_forgets_them()
    {
        var backoff = new StartBackoff();
        Assert.True(backoff.Until <= Noon);
        foreach (var seconds in (double[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        {
            backoff.Failed(Noon, jitter: 0, "no process");
            Assert.Equal(Noon.AddSeconds(seconds), backoff.Until);
        }

        backoff.Succeeded();
        backoff.Failed(Noon, jitter: 0, "no process");
        Assert.Equal(Noon.AddSeconds(1), backoff.Until);
    }

    [Fact]
    public void A_pause_survives_no_wall_clock_that_is_set_back()
    {
        var backoff = new StartBackoff();
        backoff.Failed(Noon, jitter: 0, "no process");
        Assert.True(backoff.IsShut(Noon));
        Assert.False(backoff.IsShut(Noon.AddHours(-3)));
        Assert.False(backoff.IsShut(Noon.AddHours(3)));
    }

    [Fact]
    public void What_is_lacking_is_told_with_the_next_try()
    {
        var backoff = new StartBackoff();
        Assert.Null(backoff.Shortage(Noon));
        backoff.Failed(Noon, jitter: 0, "no process");
        Assert.Equal(new StartShortage("no process", Noon.AddSeconds(1)), backoff.Shortage(Noon));
        backoff.DiskIs("full");
        Assert.Equal(new StartShortage("full", null), backoff.Shortage(Noon.AddHours(1)));
    }

    [Fact]
    public void A_disk_that_is_good_again_ends_the_pause_and_one_that_always_was_does_not()
    {
        var backoff = new StartBackoff();
        foreach (var _ in Enumerable.Range(0, 6))
            backoff.Failed(Noon, jitter: 0, "disk full");
        backoff.DiskIs(null);
        Assert.True(backoff.IsShut(Noon.AddSeconds(20)));
        backoff.DiskIs("full");
        backoff.DiskIs(null);
        Assert.False(backoff.IsShut(Noon));
        backoff.Failed(Noon, jitter: 0, "disk full");
        Assert.Equal(Noon.AddSeconds(1), backoff.Until);
    }

    [Theory]
    [InlineData(3500L, 350, 10)]
    [InlineData(349L, 350, 0)]
    [InlineData(null, 350, int.MaxValue)]
    [InlineData(1L, 0, int.MaxValue)]
    public void Free_memory_becomes_slots(long? available, int perRun, int slots) =>
        Assert.Equal(slots, FreeMemory.Slots(available, perRun));
}
