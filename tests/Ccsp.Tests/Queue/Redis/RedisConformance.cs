using Ccsp.Gateway.Queue;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The suite every store must pass, on real servers.</summary>
public abstract class RedisConformance(RedisPeers peers) : TaskStoreConformance, IAsyncDisposable
{
    private OpenStore? _open;

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        _open = await peers.OpenStoreAsync(options);
        return _open.Store;
    }
}
