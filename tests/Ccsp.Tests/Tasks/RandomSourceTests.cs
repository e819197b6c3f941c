using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class RandomSourceTests
{
    [Fact]
    public void A_seed_repeats_its_numbers_and_without_one_they_are_spread_from_zero_to_below_one()
    {
        var (one, other) = (new RandomSource(new Random(7)), new RandomSource(new Random(7)));
        Assert.Equal(one.Next(), other.Next());

        var source = new RandomSource();
        var drawn = Enumerable.Range(0, 1000).Select(_ => source.Next()).ToList();
        Assert.All(drawn, number => Assert.True(number is >= 0 and < 1, $"{number} was drawn"));
        // All of them on one side: once in 2 to the power of 999.
        Assert.True(drawn.Min() < 0.5 && drawn.Max() >= 0.5);
    }
}
