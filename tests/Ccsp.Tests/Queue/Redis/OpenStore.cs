using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>A store with the connection it uses; both end together.</summary>
internal sealed class OpenStore(RedisLink link, RedisTaskStore store) : IAsyncDisposable
{
    public RedisTaskStore Store => store;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await link.DisposeAsync();
    }
}
