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
        var log = new RecordingLogger<RedisLink>();
        await using var link = await OpenAsync(server, log);
        for (var time = 1; time <= 2; time++)
        {
            await server.KillAsync();
            for (var call = 0; call < 3; call++)
                await Assert.ThrowsAsync<StoreUnavailable>(() => link.ReadAsync(db => db.PingAsync(), Stop));
            Assert.True(link.Condition.IsLost);
            await server.StartAgainAsync();
            await AnswersAsync(link);
            await WellAsync(link);
            Assert.Equal((time, time), (log.Count("does not take commands"), log.Count("takes commands again")));
        }

        Assert.Equal(4, log.Lines.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_server_is_told_once_until_it_has_room_again()
    {
        await using var server = await RedisServer.StartAsync();
        var log = new RecordingLogger<RedisLink>();
        await using var link = await OpenAsync(server, log);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "100kb");
        for (var call = 0; call < 3; call++)
            await Assert.ThrowsAsync<StorageFull>(() => link.ReadAsync(db => db.StringSetAsync("{full}:key", "value"), Stop));
        Assert.True((await RedisFacts.ReadAsync(link, Stop)).IsNearlyFull);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.False((await RedisFacts.ReadAsync(link, Stop)).IsNearlyFull);
        link.Condition.HasCapacity();
        link.Condition.HasCapacity();
        Assert.Equal((1, 1), (log.Count("has reached its maxmemory"), log.Count("has free memory again")));
    }

    [Fact(Timeout = 60_000)]
    public void A_fail_over_names_the_primary_there_was_and_the_one_there_is()
    {
        var log = new RecordingLogger<RedisLink>();
        var condition = new RedisCondition(new RedisOptions { Endpoints = ["one:1"] }, TimeProvider.System, log);
        condition.Led("one:1");
        condition.Led("one:1");
        condition.Led("two:2");
        condition.Led("two:2");
        Assert.Contains("its primary was one:1 and is two:2", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    /// <summary>It is used again within seconds: the library's own look every minute would let this test run out of time.</summary>
    [Fact(Timeout = 40_000)]
    public async Task A_server_that_is_a_primary_again_is_written_to()
    {
        await using var server = await RedisServer.StartAsync();
        var log = new RecordingLogger<RedisLink>();
        await using var link = await OpenAsync(server, log);
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
        await link.SpareAsync("SET", "{role}:other", ["value"], Stop);
        await WellAsync(link);
        Assert.Equal((1, 1), (log.Count("does not take commands"), log.Count("takes commands again")));
    }

    /// <summary>Of two connections one sees the new primary while the other still writes to nobody.</summary>
    [Fact(Timeout = 60_000)]
    public void A_trouble_that_connections_see_end_at_different_times_is_told_once_each_way()
    {
        var (log, clock) = (new RecordingLogger<RedisLink>(), new TestClock(SampleTasks.Noon));
        var condition = new RedisCondition(new RedisOptions { Endpoints = ["one:1"] }, clock, log);
        for (var time = 0; time < 3; time++)
        {
            condition.Lost(RedisCondition.Writes, "READONLY");
            condition.Answered("reads");
            condition.Wrote();
        }

        Assert.Equal((true, 1, 0), (condition.IsLost, log.Count("does not take commands"), log.Count("takes commands again")));
        clock.Advance(RedisCondition.Quiet);
        condition.Answered("reads");
        condition.Wrote();
        Assert.Equal((false, 1, 1), (condition.IsLost, log.Count("does not take commands"), log.Count("takes commands again")));
    }

    [Fact(Timeout = 60_000)]
    public async Task All_calls_of_a_request_wait_no_longer_than_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await OpenAsync(server, new RecordingLogger<RedisLink>());
        server.Suspend();
        StorePatience.Begin();
        await Assert.ThrowsAsync<StoreUnavailable>(() => link.ReadAsync(db => db.PingAsync(), Stop));
        var left = StorePatience.Left(TimeSpan.FromSeconds(4));
        Assert.True(left < TimeSpan.FromSeconds(1), $"{left} is left for a second call.");
        server.Resume();
    }

    /// <summary>Each call is answered, and together they take too long.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Calls_that_are_answered_slowly_have_a_bound_together()
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new ChaosProxy(server.Port);
        var log = new RecordingLogger<RedisLink>();
        await using var link =
            await RedisLink.OpenAsync(new RedisOptions { Endpoints = [proxy.Endpoint] }, TimeProvider.System, log, Stop);
        proxy.Latency = TimeSpan.FromMilliseconds(100);
        using (StorePatience.Begin())
        {
            var answered = 0;
            await Assert.ThrowsAsync<StoreUnavailable>(async () =>
            {
                for (; answered < 100; answered++)
                    await link.ReadAsync(db => db.PingAsync(), Stop);
            });
            Assert.InRange(answered, 1, 23);
            StorePatience.Renew();
            await link.ReadAsync(db => db.PingAsync(), Stop);
        }

        Assert.False(link.Condition.IsLost);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_goes_on_after_its_request_has_its_own_time()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await OpenAsync(server, new RecordingLogger<RedisLink>());
        var request = StorePatience.Begin();
        var own = TimeSpan.FromSeconds(30);
        Assert.Equal(StorePatience.All, StorePatience.Left(own));
        request.Dispose();
        Assert.Equal(own, StorePatience.Left(own));
        await link.ReadAsync(db => db.PingAsync(), Stop);
    }

    /// <summary>It is over when nothing has failed for a while.</summary>
    private static async Task WellAsync(RedisLink link)
    {
        while (link.Condition.IsLost)
        {
            await AnswersAsync(link);
            link.Condition.Wrote();
        }
    }

    private static Task<RedisLink> OpenAsync(RedisServer server, RecordingLogger<RedisLink> log) =>
        RedisLink.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, log, Stop);

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
