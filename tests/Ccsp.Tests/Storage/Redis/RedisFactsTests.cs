using Ccsp.Contracts;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage.Redis;

/// <summary>What a server is asked before its store is used, on real servers.</summary>
public sealed class RedisFactsTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_server_that_writes_each_commit_to_disk_gives_disk()
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        var facts = await ReadAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        Assert.Equal(Durability.Disk, facts.Gives(null));
        facts.Require(Durability.Disk);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("everysec")]
    [InlineData("no")]
    public async Task One_that_writes_later_gives_memory_and_refuses_the_wish_for_more_with_the_command(string fsync)
    {
        await using var server = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", fsync);
        var facts = await ReadAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        Assert.Equal(Durability.Memory, facts.Gives(null));
        facts.Require(null);
        Assert.Contains("CONFIG SET appendfsync always", Assert.Throws<StoreUnsuitable>(() => facts.Require(Durability.Disk)).Message,
            StringComparison.Ordinal);
        Assert.Contains("REPLICAOF", Assert.Throws<StoreUnsuitable>(() => facts.Require(Durability.Replicated)).Message,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_would_delete_tasks_when_it_is_full_is_refused()
    {
        await using var server = await RedisServer.StartAsync("--maxmemory-policy", "allkeys-lru");
        var facts = await ReadAsync(new RedisOptions { Endpoints = [server.Endpoint] });
        Assert.Contains("CONFIG SET maxmemory-policy noeviction", Assert.Throws<StoreUnsuitable>(() => facts.Require(null)).Message,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_replica_is_refused()
    {
        await using var primary = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        await Until.TrueAsync(
            async () => (await replica.CommandAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal),
                "the replica");
        Assert.Contains("no primary",
            (await Assert.ThrowsAsync<StoreUnsuitable>(() => ReadAsync(new RedisOptions { Endpoints = [replica.Endpoint] }))).Message,
                StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cluster_gives_what_its_weakest_node_gives()
    {
        await using var cluster = await RedisCluster.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        var options = new RedisOptions { Endpoints = [cluster.Endpoints[0]], Shards = 4 };
        Assert.Equal(Durability.Disk, (await ReadAsync(options)).Gives(null));
        Assert.Contains("not offered on a Cluster",
            Assert.Throws<StoreUnsuitable>(() => ReadAsync(options).GetAwaiter().GetResult().Require(Durability.Replicated)).Message,
                StringComparison.Ordinal);
        await cluster.Nodes[2].CommandAsync("CONFIG", "SET", "appendfsync", "everysec");
        Assert.Equal(Durability.Memory, (await ReadAsync(options)).Gives(null));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_user_of_the_access_control_list_signs_in_with_its_password_alone()
    {
        await using var server =
            await RedisServer.StartAsync("--user", "default", "off", "--user", "queue", "on", ">secret", "~*", "&*", "+@all");
        Assert.True((await ReadAsync(
            new RedisOptions { Endpoints = [server.Endpoint], User = "queue", Password = "secret" })).Version.Major >= 6);
        var refused = await Assert.ThrowsAsync<Ccsp.Gateway.Storage.StoreUnavailable>(
            () => ReadAsync(new RedisOptions { Endpoints = [server.Endpoint], User = "queue", Password = "wrong-one" }));
        Assert.DoesNotContain("wrong-one", refused.ToString(), StringComparison.Ordinal);
    }

    private static async Task<RedisFacts> ReadAsync(RedisOptions options)
    {
        await using var link =
            await RedisLink.OpenAsync(options, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);
        return await RedisFacts.ReadAsync(link, TestContext.Current.CancellationToken);
    }
}
