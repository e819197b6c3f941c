using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage.Redis;

/// <summary>The troubles of a server are logged once each way, however many calls meet them.</summary>
public sealed class RedisConditionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_is_lost_and_comes_back_is_told_once_each()
    {
        await using var server = await RedisServer.StartAsync();
        var told = new Told<RedisLink>();
        await using var link = await OpenAsync(server, told);
        for (var time = 1; time <= 2; time++)
        {
            await server.KillAsync();
            for (var call = 0; call < 3; call++)
                await Assert.ThrowsAsync<StoreUnavailable>(() => link.ReadAsync(db => db.PingAsync(), Stop));
            Assert.True(link.Condition.IsLost);
            await server.StartAgainAsync();
            await AnswersAsync(link);
            Assert.False(link.Condition.IsLost);
            Assert.Equal((time, time), (told.Count("does not take commands"), told.Count("takes commands again")));
        }

        Assert.Equal(4, told.Lines.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_server_is_told_once_until_it_has_room_again()
    {
        await using var server = await RedisServer.StartAsync();
        var told = new Told<RedisLink>();
        await using var link = await OpenAsync(server, told);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "1mb");
        for (var call = 0; call < 3; call++)
            await Assert.ThrowsAsync<StorageFull>(() => link.ReadAsync(db => db.StringSetAsync("{full}:key", "value"), Stop));
        Assert.True((await RedisFacts.ReadAsync(link, Stop)).IsNearlyFull);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.False((await RedisFacts.ReadAsync(link, Stop)).IsNearlyFull);
        link.Condition.HasRoom();
        link.Condition.HasRoom();
        Assert.Equal((1, 1), (told.Count("has reached its maxmemory"), told.Count("has room again")));
    }

    [Fact(Timeout = 60_000)]
    public void A_fail_over_names_the_primary_there_was_and_the_one_there_is()
    {
        var told = new Told<RedisLink>();
        var condition = new RedisCondition(new RedisOptions { Endpoints = ["one:1"] }, told);
        condition.Led("one:1");
        condition.Led("one:1");
        condition.Led("two:2");
        condition.Led("two:2");
        Assert.Contains("its primary was one:1 and is two:2", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    /// <summary>It is used again within seconds: the library's own look every minute would let this test run out of time.</summary>
    [Fact(Timeout = 40_000)]
    public async Task A_server_that_is_a_primary_again_is_written_to()
    {
        await using var server = await RedisServer.StartAsync();
        var told = new Told<RedisLink>();
        await using var link = await OpenAsync(server, told);
        await server.CommandAsync("REPLICAOF", "127.0.0.1", $"{LoopbackPort.Free()}");
        for (var call = 0; call < 2; call++)
        {
            await Assert.ThrowsAsync<StoreUnavailable>(() => link.ReadAsync(db => db.StringSetAsync("{role}:key", "value"), Stop));
            // It answers reads, which does not mean that it is well.
            await AnswersAsync(link);
        }

        Assert.True(link.Condition.IsLost);
        await server.CommandAsync("REPLICAOF", "NO", "ONE");
        await AnswersAsync(link, db => db.StringSetAsync("{role}:key", "value"));
        var room = new RedisRoom(link, "test");
        await room.WriteAsync(
            (_, writes) =>
            {
                writes.Run("SET", room.Key("other"), "value");
                return Task.FromResult(true);
            },
            Stop);
        Assert.False(link.Condition.IsLost);
        Assert.Equal(1, told.Count("does not take commands"));
    }

    [Fact(Timeout = 60_000)]
    public async Task All_calls_of_a_request_wait_no_longer_than_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await OpenAsync(server, new Told<RedisLink>());
        server.Suspend();
        StorePatience.Begin();
        await Assert.ThrowsAsync<StoreUnavailable>(() => link.ReadAsync(db => db.PingAsync(), Stop));
        var left = StorePatience.Left(TimeSpan.FromSeconds(4));
        Assert.True(left < TimeSpan.FromSeconds(1), $"{left} is left for a second call.");
        server.Resume();
    }

    private static Task<RedisLink> OpenAsync(RedisServer server, Told<RedisLink> told) =>
        RedisLink.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, told, Stop);

    private static Task AnswersAsync(RedisLink link) => AnswersAsync(link, async db => (await db.PingAsync()) > TimeSpan.Zero);

    private static async Task AnswersAsync(RedisLink link, Func<StackExchange.Redis.IDatabase, Task<bool>> call)
    {
        while (true)
        {
            try
            {
                StorePatience.Begin();
                await link.ReadAsync(call, Stop);
                return;
            }
            catch (StoreUnavailable)
            {
                Stop.ThrowIfCancellationRequested();
            }
        }
    }
}
