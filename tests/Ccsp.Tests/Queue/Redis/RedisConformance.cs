using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The suite every store must pass, on real servers.</summary>
public abstract class RedisConformance(RedisPeers peers) : TaskStoreConformance, IAsyncDisposable
{
    private RedisLink? _link;
    private RedisTaskStore? _store;

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_link is not null)
            await _link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        _link = await peers.LinkAsync();
        return _store = await RedisStores.OpenAsync(_link, options, peers.Shards);
    }
}
