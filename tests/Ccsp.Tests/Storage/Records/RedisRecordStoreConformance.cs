using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Tests.Queue.Redis;

namespace Ccsp.Tests.Storage.Records;

/// <summary>The suite on real servers.</summary>
public abstract class RedisRecordStoreConformance(RedisPeers peers) : RecordStoreConformance
{
    private OpenStore? _open;

    public override async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<IRecordBackend> OpenAsync()
    {
        _open = await peers.OpenStoreAsync(new QueueOptions());
        return _open.Store.Records;
    }
}
