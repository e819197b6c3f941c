using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class RateLimitTests
{
    private static readonly Gen<RateLimit> Rates =
        from perMinute in Gen.Elements(0.5, 1.0, 7, 60, 999) from burst in Gen.Choose(1, 9) select new RateLimit(perMinute, burst);

    /// <summary>Asking times, each so many milliseconds after the one before.</summary>
    private static readonly Gen<int[]> Asks = Gen.Elements(0, 1, 10, 500, 8_571, 60_001, 400_000).ArrayOf(60);

    [Fact(Timeout = 60_000)]
    public Task No_stretch_of_time_sees_more_starts_than_burst_and_rate_allow()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true),
            Prop.ForAll(Rates.ToArbitrary(), Asks.ToArbitrary(), (rate, asks) =>
        {
            var starts = Starts(rate, asks);
            return starts.Select(
                (from, i) => starts.Skip(i).Select((to, n) => n + 1 <= rate.Burst + ((to - from) / rate.Interval) + 1e-9)
                    .All(holds => holds)).All(holds => holds);
        }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task A_clock_that_is_set_back_closes_no_rate_until_it_is_there_again()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Rates.ToArbitrary(), rate =>
        {
            DateTimeOffset? arrivesAt = null;
            for (var i = 0; i < rate.Burst; i++)
                arrivesAt = rate.Take(arrivesAt, SampleTasks.Noon);
            var back = SampleTasks.Noon.AddHours(-3);
            return rate.NextAt(arrivesAt, SampleTasks.Noon) > SampleTasks.Noon && rate.NextAt(arrivesAt, back) <= back
                && rate.Take(arrivesAt, back) == back + rate.Interval;
        }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task A_rested_rate_lets_exactly_its_burst_start_at_once()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true),
            Prop.ForAll(Rates.ToArbitrary(), rate => Starts(rate, new int[30]).Count == rate.Burst));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public Task What_is_given_back_is_as_if_it_had_never_been_taken()
    {
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll(Rates.ToArbitrary(), rate =>
        {
            var before = rate.Take(null, SampleTasks.Noon);
            return rate.GiveBack(rate.Take(before, SampleTasks.Noon)) == before;
        }));
        return Task.CompletedTask;
    }

    private static List<DateTimeOffset> Starts(RateLimit rate, int[] asks)
    {
        DateTimeOffset? arrivesAt = null;
        var now = SampleTasks.Noon;
        List<DateTimeOffset> starts = [];
        foreach (var later in asks)
        {
            now = now.AddMilliseconds(later);
            if (rate.NextAt(arrivesAt, now) > now)
                continue;
            arrivesAt = rate.Take(arrivesAt, now);
            starts.Add(now);
        }

        return starts;
    }
}
