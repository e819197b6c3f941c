using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A server that is restarted, killed, suspended, full, read-only, cut off or slow: no call hangs, nothing acknowledged is lost,
/// and work goes on afterwards.</summary>
public sealed class RedisTroubleTests
{
    /// <summary>Each commit is on disk before it is acknowledged.</summary>
    private static readonly string[] OnDisk = ["--appendonly", "yes", "--appendfsync", "always"];

    /// <summary>A call gives up after 4.5 s by its own clock; the rest is room for a busy machine. The longest of each test is
    /// printed.</summary>
    private static readonly TimeSpan NoHang = TimeSpan.FromSeconds(30);

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_is_restarted_or_killed_loses_nothing_that_was_acknowledged(bool killed)
    {
        await using var server = await RedisServer.StartAsync(OnDisk);
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        for (var i = 0; i < 20; i++)
            await caller.SubmitAsync();
        var submitting = Enumerable.Range(0, 8).Select(_ => caller.TrySubmitAsync()).ToList();
        await (killed ? server.KillAsync() : server.TerminateAsync());
        await Task.WhenAll(submitting);
        Assert.True(await caller.TryEverythingAsync() >= 12, "Something answered without a server.");
        await server.StartAgainAsync();
        await caller.UntilTakenAsync();
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
        AssertNoHang(caller);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_suspended_server_fails_calls_in_time_and_is_used_again_when_it_goes_on()
    {
        await using var server = await RedisServer.StartAsync(OnDisk);
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        await caller.SubmitAsync();
        server.Suspend();
        Assert.Equal(12, await caller.TryEverythingAsync());
        server.Resume();
        await caller.UntilTakenAsync();
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
        AssertNoHang(caller);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_full_server_takes_no_new_task_and_what_it_has_is_worked_off()
    {
        await using var server = await RedisServer.StartAsync();
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        for (var i = 0; i < 20; i++)
            await caller.SubmitAsync();
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "100kb");
        Assert.IsType<StorageFull>(await caller.TrySubmitAsync());
        await caller.WorkAsync();
        var ended = await caller.Store.GetAsync(caller.Acknowledged[0], TestContext.Current.CancellationToken);
        Assert.Equal("Done.", ended!.Result);
        await using (var another = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, new TestIds()))
            Assert.NotNull(await another.Store.GetAsync(caller.Acknowledged[0], TestContext.Current.CancellationToken));
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        await caller.SubmitAsync();
        Assert.Empty(await caller.LostAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_became_a_replica_is_not_written_to_until_it_is_a_primary_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var other = await RedisServer.StartAsync();
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        await caller.SubmitAsync();
        await other.CommandAsync("REPLICAOF", "127.0.0.1", $"{server.Port}");
        await Until.TrueAsync(
            async () => (await other.CommandAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal),
                "the replica");
        await other.CommandAsync("REPLICAOF", "NO", "ONE");
        await server.CommandAsync("REPLICAOF", "127.0.0.1", $"{other.Port}");
        Assert.IsType<StoreUnavailable>(await caller.TrySubmitAsync());
        await server.CommandAsync("REPLICAOF", "NO", "ONE");
        await caller.UntilTakenAsync();
        AssertNoHang(caller);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_cannot_write_its_snapshot_refuses_and_is_used_again_when_it_can()
    {
        await using var server = await RedisServer.StartAsync("--save", "3600 1000000");
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        await caller.SubmitAsync();
        var inTheWay = Directory.CreateDirectory(Path.Combine(server.Folder, "dump.rdb"));
        await server.CommandAsync("BGSAVE");
        await Until.TrueAsync(
            async () => (await server.CommandAsync("INFO", "persistence")).Contains("rdb_last_bgsave_status:err",
                StringComparison.Ordinal), "a failed snapshot");
        Assert.IsType<StoreUnavailable>(await caller.TrySubmitAsync());
        inTheWay.Delete();
        await server.CommandAsync("BGSAVE");
        await caller.UntilTakenAsync();
        AssertNoHang(caller);
    }

    [Fact(Timeout = 60_000)]
    public async Task Scripts_a_server_has_forgotten_are_given_to_it_again()
    {
        await using var server = await RedisServer.StartAsync();
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        await caller.SubmitAsync();
        await server.CommandAsync("SCRIPT", "FLUSH");
        await caller.SubmitAsync();
        await server.CommandAsync("SCRIPT", "FLUSH");
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("cut", 12)]
    [InlineData("silent", 12)]
    [InlineData("late", 12)]
    // A call is made again on a new connection.
    [InlineData("reset", 0)]
    [InlineData("slow", null)]
    public async Task A_network_in_trouble_makes_no_call_hang_and_heals(string how, int? failing)
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new ChaosProxy(server.Port);
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = [proxy.Endpoint] });
        await caller.SubmitAsync();
        Action<ChaosProxy> harm = how switch
        {
            "cut" => proxy => proxy.Cut(),
            "silent" => proxy => proxy.Silence(),
            "reset" => proxy => proxy.Reset(),
            "late" => proxy => proxy.Latency = TimeSpan.FromSeconds(2),
            _ => proxy => proxy.BytesPerSecond = 10_000,
        };
        harm(proxy);
        var failed = await caller.TryEverythingAsync();
        if (failing is { } calls)
            Assert.Equal(calls, failed);
        proxy.Latency = TimeSpan.Zero;
        proxy.BytesPerSecond = null;
        proxy.Heal();
        await caller.UntilTakenAsync();
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
        AssertNoHang(caller);
    }

    [Fact(Timeout = 120_000)]
    public async Task Sentinels_are_asked_for_the_new_primary_when_the_old_one_is_gone()
    {
        await using var servers = await RedisSentinels.StartAsync("--appendonly", "yes");
        await using var caller =
            await Caller.OpenAsync(new RedisOptions { Endpoints = servers.Endpoints, SentinelMaster = RedisSentinels.Name });
        for (var i = 0; i < 20; i++)
            await caller.SubmitAsync();
        await servers.ReplicatedAsync();
        await servers.FailOverAsync();
        await caller.UntilTakenAsync();
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
        Assert.Contains("role:master", await servers.Second.CommandAsync("INFO", "replication"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Reads_leave_a_primary_that_became_a_replica_without_any_write()
    {
        await using var servers = await RedisSentinels.StartAsync();
        await using var link =
            await RedisLink.OpenAsync(new RedisOptions { Endpoints = servers.Endpoints, SentinelMaster = RedisSentinels.Name },
                TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        await servers.FailOverAsync();
        // What a replica says of a key only it has changed tells who answers.
        await servers.Second.CommandAsync("SET", "who", "primary");
        await Until.TrueAsync(async () => await servers.First.CommandAsync("GET", "who") == "primary", "the key to be copied");
        await servers.First.CommandAsync("CONFIG", "SET", "replica-read-only", "no");
        await servers.First.CommandAsync("SET", "who", "replica");
        Assert.Equal("primary", (string?)await link.ReadAsync(db => db.StringGetAsync("who"), TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Sentinels_may_want_a_password_of_their_own()
    {
        await using var server = await RedisServer.StartAsync();
        await using var sentinel =
            await RedisServer.StartSentinelAsync(
                $"sentinel monitor {RedisSentinels.Name} 127.0.0.1 {server.Port} 1\nrequirepass for-sentinels\n");
        var options = new RedisOptions { Endpoints = [sentinel.Endpoint], SentinelMaster = RedisSentinels.Name };
        await Assert.ThrowsAsync<StoreUnavailable>(() => Caller.OpenAsync(options));
        await using var caller = await Caller.OpenAsync(options with { SentinelPassword = "for-sentinels" });
        await caller.SubmitAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_primary_that_dies_is_replaced_by_its_replica()
    {
        await using var servers = await RedisSentinels.StartAsync();
        await using var caller =
            await Caller.OpenAsync(new RedisOptions { Endpoints = servers.Endpoints, SentinelMaster = RedisSentinels.Name });
        for (var i = 0; i < 20; i++)
            await caller.SubmitAsync();
        await servers.ReplicatedAsync();
        await servers.First.KillAsync();
        await caller.UntilTakenAsync();
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
        AssertNoHang(caller);
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_it_is_wished_nothing_is_acknowledged_before_a_replica_has_it()
    {
        await using var servers = await RedisSentinels.StartAsync();
        await using var caller =
            await Caller.OpenAsync(new RedisOptions { Endpoints = servers.Endpoints, SentinelMaster = RedisSentinels.Name },
                toReplica: true);
        for (var i = 0; i < 5; i++)
            await caller.SubmitAsync();
        await servers.Second.KillAsync();
        Assert.IsType<StoreUnavailable>(await caller.TrySubmitAsync());
        await servers.Second.StartAgainAsync();
        await caller.UntilTakenAsync();
        await servers.FailOverAsync();
        Assert.Empty(await caller.LostAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_cluster_may_move_the_queue_to_another_node_under_way()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var caller = await Caller.OpenAsync(new RedisOptions { Endpoints = cluster.Endpoints, Shards = 4 });
        var (slot, from) = await cluster.PlaceOfAsync("{ccsp:trouble:0}");
        var to = cluster.Nodes.First(node => node != from);
        using var moved = new CancellationTokenSource();
        var submitting = Task.Run(async () =>
        {
            while (!moved.IsCancellationRequested)
                await caller.TrySubmitAsync();
        }, TestContext.Current.CancellationToken);
        await cluster.MoveAsync(slot, from, to);
        await moved.CancelAsync();
        await submitting;
        await caller.UntilTakenAsync();
        await caller.WorkAsync();
        Assert.Empty(await caller.LostAsync());
        Assert.Equal(to, (await cluster.PlaceOfAsync("{ccsp:trouble:0}")).Node);
        AssertNoHang(caller);
    }

    private static void AssertNoHang(Caller caller)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"the longest call took {caller.Longest.TotalSeconds:0.00} s");
        Assert.InRange(caller.Longest, TimeSpan.Zero, NoHang);
    }
}
