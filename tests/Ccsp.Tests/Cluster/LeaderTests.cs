using Ccsp.RedisServers;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>The lease of the leader and its terms, on a real redis-server.</summary>
public sealed class LeaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task One_leads_for_as_long_as_it_asks_and_the_other_does_not()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        await a.AskAsync();
        await b.AskAsync();
        await a.AskAsync();
        Assert.Equal((true, false), (a.Leader.Leads, b.Leader.Leads));
        Assert.True(a.Leader.Terms.TryRead(out _));
        Assert.False(a.Leader.Terms.TryRead(out _));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_term_ends_a_second_before_its_lease_also_when_nobody_asks()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        var term = await a.TakeOverAsync();
        a.Clock.Advance(TimeSpan.FromSeconds(8));
        await a.AskAsync();
        a.Clock.Advance(TimeSpan.FromSeconds(8.9));
        Assert.Equal((true, false), (a.Leader.Leads, term.Ended.IsCancellationRequested));
        a.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((false, true), (a.Leader.Leads, term.Ended.IsCancellationRequested));
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_term_has_a_larger_number_than_all_before()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        await using var again = await Contender.JoinAsync(server, "a");
        List<long> numbers = [(await a.TakeOverAsync()).Number!.Value, (await b.TakeOverAsync()).Number!.Value];
        await server.CommandAsync("FLUSHALL");
        numbers.Add((await a.TakeOverAsync()).Number!.Value);
        // The same id at once after a restart: the lease is still its own, the term is not.
        await again.AskAsync();
        numbers.Add((await again.Leader.Terms.ReadAsync(Stop)).Number!.Value);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_sees_another_lead_ends_its_term_at_once()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var first = await a.TakeOverAsync();
        await b.TakeOverAsync();
        await a.AskAsync();
        Assert.Equal((true, false), (first.Ended.IsCancellationRequested, a.Leader.Leads));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_leaves_lets_another_lead_at_once_and_nobody_else_can_give_its_lease_back()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        var term = await a.TakeOverAsync();
        await b.Leader.LeaveAsync();
        await b.AskAsync();
        Assert.Equal((true, false), (a.Leader.Leads, b.Leader.Leads));
        await a.Leader.LeaveAsync();
        await b.AskAsync();
        Assert.Equal((true, false, true), (term.HasEnded, a.Leader.Leads, b.Leader.Leads));
    }

    [Fact(Timeout = 60_000)]
    public async Task All_name_whoever_holds_the_lease_at_that_moment()
    {
        await using var server = await RedisServer.StartAsync();
        await using var a = await Contender.JoinAsync(server, "a");
        await using var b = await Contender.JoinAsync(server, "b");
        Assert.Equal([null, null], await HoldersAsync());
        await a.TakeOverAsync();
        Assert.Equal(["a", "a"], await HoldersAsync());
        // The one before does not know yet that it leads no more.
        await b.TakeOverAsync();
        Assert.Equal((true, true), (a.Leader.Leads, b.Leader.Leads));
        Assert.Equal(["b", "b"], await HoldersAsync());
        await b.Leader.LeaveAsync();
        Assert.Equal([null, null], await HoldersAsync());

        async Task<string?[]> HoldersAsync() => [await a.Leader.HolderAsync(Stop), await b.Leader.HolderAsync(Stop)];
    }
}
