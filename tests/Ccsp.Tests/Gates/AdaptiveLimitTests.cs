using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Ccsp.Tests.Gates;

public sealed class AdaptiveLimitTests
{
    [Fact(Timeout = 60_000)]
    public Task However_throttles_and_good_endings_come_it_stays_between_one_and_its_ceiling()
    {
        var sequences = Gen.Elements(true, false, false, false).ArrayOf(200);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true),
            Prop.ForAll(sequences.ToArbitrary(), Gen.Choose(1, 50).ToArbitrary(), (throttles, leases) =>
        {
            AdaptiveLimit? limit = null;
            var now = SampleTasks.Noon;
            foreach (var throttled in throttles)
            {
                now = now.AddSeconds(6);
                limit = throttled ? AdaptiveLimit.Cut(limit, null, Math.Min(leases, limit?.Limit ?? leases), now) : limit?.Grow();
                if (limit is not null && (limit.Limit < 1 || limit.Current > leases || limit.Ceiling > leases))
                    return false;
            }

            return true;
        }));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Throttles_of_one_moment_are_one_sign()
    {
        var first = AdaptiveLimit.Cut(null, null, 10, SampleTasks.Noon);
        Assert.Equal(7, first.Limit);
        Assert.Same(first, AdaptiveLimit.Cut(first, null, 9, SampleTasks.Noon.AddSeconds(4)));
        Assert.Equal(4, AdaptiveLimit.Cut(first, null, 7, SampleTasks.Noon.AddSeconds(5)).Limit);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task It_takes_as_many_good_endings_as_it_allows_runs_to_grow_by_about_one()
    {
        AdaptiveLimit? limit = new(4, 10, SampleTasks.Noon);
        for (var ending = 0; ending < 4; ending++)
            limit = limit!.Grow();
        Assert.Equal(4, limit!.Limit);
        limit = limit.Grow();
        Assert.Equal(5, limit!.Limit);
        return Task.CompletedTask;
    }
}
