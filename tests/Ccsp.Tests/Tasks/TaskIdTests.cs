using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class TaskIdTests
{
    private readonly TestClock _clock = new();

    [Fact(Timeout = 30_000)]
    public Task An_id_is_a_version_7_uuid_of_its_time()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(123));
        var id = Guid.ParseExact(new TaskId(_clock).Next(), "D");
        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeMilliseconds(), Milliseconds(id));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Ids_of_one_millisecond_sort_in_the_order_they_were_minted_even_beyond_the_counter()
    {
        var minted = Mint(10_000);
        Assert.Equal(minted.Order(StringComparer.Ordinal), minted);
        Assert.Equal(10_000, minted.Distinct().Count());
        // 4 096 ids fit into a millisecond; what overflows borrows the next two.
        Assert.Equal(2, Milliseconds(Guid.Parse(minted[^1])) - Milliseconds(Guid.Parse(minted[0])));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Order_survives_a_clock_that_goes_backwards_and_catches_up()
    {
        var ids = new TaskId(_clock);
        List<string> minted = [ids.Next()];
        var start = _clock.GetUtcNow();
        foreach (var offset in new[] { -3_600_000, -1, 0, 1, -5, 2, 1000 })
        {
            _clock.SetUtcNow(start.AddMilliseconds(offset));
            minted.Add(ids.Next());
            minted.Add(ids.Next());
        }

        Assert.Equal(minted.Order(StringComparer.Ordinal), minted);
        Assert.Equal(start.AddMilliseconds(1000).ToUnixTimeMilliseconds(), Milliseconds(Guid.Parse(minted[^1])));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public async Task Many_threads_never_get_the_same_id_and_each_sees_its_own_in_order()
    {
        var ids = new TaskId(_clock);
        var perThread = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 2_000).Select(_ => ids.Next()).ToList())));
        Assert.Equal(16_000, perThread.SelectMany(list => list).Distinct().Count());
        Assert.All(perThread, list => Assert.Equal(list.Order(StringComparer.Ordinal), list));
    }

    [Fact(Timeout = 30_000)]
    public Task Two_gateways_at_the_same_time_mint_different_ids()
    {
        Assert.Empty(Mint(1000).Intersect(Mint(1000)));
        return Task.CompletedTask;
    }

    private List<string> Mint(int count)
    {
        var ids = new TaskId(_clock);
        return [.. Enumerable.Range(0, count).Select(_ => ids.Next())];
    }

    private static long Milliseconds(Guid id) =>
        (long)(UInt128.Parse(id.ToString("N"), System.Globalization.NumberStyles.HexNumber, null) >> 80);
}
