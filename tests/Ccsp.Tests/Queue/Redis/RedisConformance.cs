using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The suite every store must pass, on real servers.</summary>
public abstract class RedisConformance(RedisPeers peers) : TaskStoreConformance, IAsyncDisposable
{
    private RedisLink? link;
    private RedisTaskStore? store;

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        if (link is not null)
            await link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        link = await peers.LinkAsync();
        return store = await RedisStores.OpenAsync(link, options, peers.Shards);
    }
}
