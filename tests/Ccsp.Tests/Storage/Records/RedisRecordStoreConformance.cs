using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Tests.Queue.Redis;

namespace Ccsp.Tests.Storage.Records;

/// <summary>The suite on real servers.</summary>
public abstract class RedisRecordStoreConformance(RedisPeers peers) : RecordStoreConformance
{
    private readonly List<OpenStore> _open = [];

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<IRecordBackend> OpenAsync()
    {
        _open.Add(await peers.OpenStoreAsync(new QueueOptions()));
        return _open[^1].Store.Records;
    }
}
