using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A single redis-server.</summary>
public sealed class OneServer : RedisPeers
{
    private RedisServer server = null!;

    public override async ValueTask InitializeAsync()
    {
        server = await RedisServer.StartAsync();
        Options = new RedisOptions { Endpoints = [server.Endpoint] };
    }

    private protected override ValueTask EndAsync() => server.DisposeAsync();
}
