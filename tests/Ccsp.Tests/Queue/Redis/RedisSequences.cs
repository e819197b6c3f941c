using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The Redis store behaves like the model, whatever is asked of it.</summary>
public abstract class RedisSequences(RedisPeers peers) : CommandSequences, IAsyncDisposable
{
    private RedisLink? _link;

    private protected override int Sequences => 30;

    public async ValueTask DisposeAsync()
    {
        if (_link is not null)
            await _link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        _link ??= await peers.LinkAsync();
        return await RedisStores.OpenAsync(_link, options, peers.Shards);
    }
}
