using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Tests.Queue.Redis;

namespace Ccsp.Tests.Queue.Records;

/// <summary>The suite on real servers.</summary>
public abstract class RedisQueueRecordsConformance(RedisPeers peers) : QueueRecordsConformance
{
    private RedisLink? _link;
    private RedisTaskStore? _store;

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_link is not null)
            await _link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<(ITaskStore Queue, IQueueRecordBackend Backend)> OpenAsync()
    {
        _link = await peers.LinkAsync();
        _store = await RedisStores.OpenAsync(_link, new QueueOptions(), peers.Shards);
        return (_store, _store.Records);
    }
}
