using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Cluster;

/// <summary>A server whose settings somebody changes while gateways run.</summary>
public sealed class StoreWatchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Eviction_switched_on_later_makes_the_gateway_unready_and_is_told_once_each_way()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var (readiness, log) = (new Readiness(), new RecordingLogger<StoreWatch>());
        var watch = new StoreWatch(link, null, readiness, Promising(Durability.Memory), log);
        await LookAsync(watch);
        Assert.True(readiness.Components["redis"].Ok);
        await server.CommandAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        await LookAsync(watch);
        await LookAsync(watch);
        Assert.False(readiness.Components["redis"].Ok);
        Assert.Contains("maxmemory-policy is allkeys-lru", readiness.Components["redis"].Detail, StringComparison.Ordinal);
        await server.CommandAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await LookAsync(watch);
        Assert.True(readiness.Components["redis"].Ok);
        Assert.Equal(2, log.Lines.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_tasks_are_promised_follows_what_the_server_gives()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await using var link = await LinkAsync(server);
        var (readiness, known) = (new Readiness(), Promising(Durability.Disk));
        var watch = new StoreWatch(link, null, readiness, known, NullLogger<StoreWatch>.Instance);
        await server.CommandAsync("CONFIG", "SET", "appendfsync", "everysec");
        await LookAsync(watch);
        Assert.Equal((Durability.Memory, true), (known.Durability, readiness.Components["redis"].Ok));

        var wished = new StoreWatch(link, Durability.Disk, readiness, known, NullLogger<StoreWatch>.Instance);
        await LookAsync(wished);
        Assert.False(readiness.Components["redis"].Ok);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_became_a_replica_makes_the_gateway_unready()
    {
        await using var server = await RedisServer.StartAsync();
        await server.CommandAsync("REPLICAOF", "127.0.0.1", $"{LoopbackPort.Free()}");
        await using var link = await LinkAsync(server);
        var readiness = new Readiness();
        await LookAsync(new StoreWatch(link, null, readiness, Promising(Durability.Memory), NullLogger<StoreWatch>.Instance));
        Assert.False(readiness.Components["redis"].Ok);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_server_is_told_also_where_nobody_has_been_refused_yet()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var readiness = new Readiness();
        var watch = new StoreWatch(link, null, readiness, Promising(Durability.Memory), NullLogger<StoreWatch>.Instance);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "100kb");
        await LookAsync(watch);
        Assert.False(readiness.Components["redis"].Ok);
        Assert.Contains("has reached its maxmemory", readiness.Components["redis"].Detail, StringComparison.Ordinal);
        await server.CommandAsync("CONFIG", "SET", "maxmemory", "0");
        await LookAsync(watch);
        Assert.True(readiness.Components["redis"].Ok);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_forbids_what_is_needed_is_told_with_what_mends_it()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var (readiness, log) = (new Readiness(), new RecordingLogger<StoreWatch>());
        var watch = new StoreWatch(link, null, readiness, Promising(Durability.Memory), log);
        await server.CommandAsync("ACL", "SETUSER", "default", "-info");
        await LookAsync(watch);
        Assert.False(readiness.Components["redis"].Ok);
        Assert.EndsWith("Allow it: redis-cli ACL SETUSER default +info", readiness.Components["redis"].Detail, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    private static Task LookAsync(StoreWatch watch) => watch.RunOnceAsync(TimeProvider.System.GetUtcNow(), Stop);

    private static Task<RedisLink> LinkAsync(RedisServer server) =>
        RedisLink.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance, Stop);

    private static Catalogue Promising(Durability durability) =>
        new(new EngineCatalog(new Dictionary<string, EngineOptions>()).Keeps, new Dictionary<string, string>(), [], durability);
}
