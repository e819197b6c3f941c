using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Tests.Queue.Redis;

namespace Ccsp.Tests.Queue.Records;

/// <summary>The suite on real servers.</summary>
public abstract class RedisQueueRecordsConformance(RedisPeers peers) : QueueRecordsConformance
{
    private OpenStore? _open;

    public override async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<(ITaskStore Queue, IQueueRecordBackend Backend)> OpenAsync()
    {
        _open = await peers.OpenStoreAsync(new QueueOptions());
        return (_open.Store, _open.Store.Records);
    }
}
