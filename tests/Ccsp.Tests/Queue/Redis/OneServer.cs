using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A single redis-server.</summary>
public sealed class OneServer : RedisPeers
{
    private RedisServer _server = null!;

    public override async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        Options = new RedisOptions { Endpoints = [_server.Endpoint] };
    }

    private protected override ValueTask EndAsync() => _server.DisposeAsync();
}
