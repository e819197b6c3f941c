using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Tests.Queue;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;

namespace Ccsp.Tests.StoreMigration;

/// <summary>A store that is moved between SQLite and Redis all the time behaves like one that never was.</summary>
public abstract class MovingSequencesOn(RedisPeers peers) : CommandSequences, IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private RedisLink? _link;

    private protected override int Sequences => 15;

    public async ValueTask DisposeAsync()
    {
        if (_link is not null)
            await _link.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        _link ??= await peers.LinkAsync();
        return new MovingStore(_link, peers.Shards, _folder.Path, options);
    }
}
