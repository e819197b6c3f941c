using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>Real servers without persistence, for stores that come and go.</summary>
public abstract class RedisPeers : IAsyncLifetime
{
    private protected RedisOptions Options { get; set; } = null!;

    /// <summary>Over which submissions and results are spread.</summary>
    internal int Shards => Options.Shards;

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<RedisLink> LinkAsync() => LinkAsync(Options.Name);

    /// <param name="store">Its name, which tells it apart from others on the server.</param>
    internal Task<RedisLink> LinkAsync(string store) =>
        RedisLink.OpenAsync(Options with { Name = store }, TimeProvider.System, NullLogger.Instance, default);

    /// <summary>A fresh store.</summary>
    internal async Task<OpenStore> OpenStoreAsync(QueueOptions options)
    {
        var link = await LinkAsync();
        return new OpenStore(link, await RedisStores.OpenAsync(link, options, Shards));
    }

    private protected abstract ValueTask EndAsync();
}
