using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class BackoffTests
{
    private static readonly RetryOptions Options = new();

    private static readonly Arbitrary<double> Jitter = Gen.Choose(0, 999_999).Select(number => number / 1_000_000.0).ToArbitrary();

    [Theory(Timeout = 30_000)]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(5, 160)]
    [InlineData(6, 300)]
    [InlineData(int.MaxValue, 300)]
    public Task The_ceiling_doubles_up_to_the_cap(int used, double ceiling)
    {
        Assert.Equal(TimeSpan.Zero, Backoff.FullJitter(used, Options, 0));
        Assert.Equal(TimeSpan.FromSeconds(ceiling / 2), Backoff.FullJitter(used, Options, 0.5));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_back_off_stays_between_zero_and_its_ceiling_in_whole_milliseconds()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true),
            Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Jitter, (used, jitter) =>
        {
            var wait = Backoff.FullJitter(used, Options, jitter);
            return wait >= TimeSpan.Zero && wait <= TimeSpan.FromSeconds(Options.CapSeconds)
                && wait.Ticks % TimeSpan.TicksPerMillisecond == 0;
        }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task After_a_reset_come_one_to_five_percent_more_but_a_minute_at_most()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true),
            Prop.ForAll(Gen.Choose(1, 700_000_000).ToArbitrary(), Jitter, (milliseconds, jitter) =>
        {
            var wait = (Backoff.AfterReset(SampleTasks.Noon.AddMilliseconds(milliseconds), SampleTasks.Noon,
                jitter) - SampleTasks.Noon).TotalMilliseconds;
            return wait >= milliseconds + Math.Min(milliseconds * 0.01, 60_000) && wait <= milliseconds
                + Math.Min(milliseconds * 0.05, 60_000) + 1 && wait == Math.Floor(wait);
        }));
        return Task.CompletedTask;
    }

    /// <summary>A part of a millisecond is waited for whole: no wait ends before its time.</summary>
    [Fact(Timeout = 30_000)]
    public Task Waits_are_rounded_up_to_whole_milliseconds()
    {
        Assert.Equal(SampleTasks.Noon.AddMilliseconds(1), Backoff.AfterReset(SampleTasks.Noon.AddTicks(1), SampleTasks.Noon, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(1), Backoff.FullJitter(0, Options, 1e-7));
        Assert.Equal(TimeSpan.FromMilliseconds(1001), Backoff.Growing(0, 1e-4));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_reset_in_the_past_counts_as_now()
    {
        Assert.Equal(SampleTasks.Noon, Backoff.AfterReset(SampleTasks.Noon.AddHours(-1), SampleTasks.Noon, 0.5));
        Assert.Equal(SampleTasks.Noon, Backoff.AfterReset(SampleTasks.Noon, SampleTasks.Noon, 0.5));
        return Task.CompletedTask;
    }
}
