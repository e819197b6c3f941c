using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The suite every store must pass, on a real server.</summary>
public sealed class RedisConformanceTests(OneServer server) : TaskStoreConformance, IClassFixture<OneServer>, IAsyncDisposable
{
    private RedisLink? link;
    private RedisTaskStore? store;

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        if (link is not null)
            await link.DisposeAsync();
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        link = await server.LinkAsync();
        return store = await RedisStores.OpenAsync(link, options);
    }
}
