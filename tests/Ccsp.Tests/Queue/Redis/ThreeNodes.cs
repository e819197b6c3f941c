using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A cluster of three nodes, with stores of four shards.</summary>
public sealed class ThreeNodes : RedisPeers
{
    private RedisCluster _cluster = null!;

    public override async ValueTask InitializeAsync()
    {
        _cluster = await RedisCluster.StartAsync();
        Options = new RedisOptions { Endpoints = _cluster.Endpoints, Shards = 4 };
    }

    private protected override ValueTask EndAsync() => _cluster.DisposeAsync();
}
