using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Redis;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The Redis store behaves like the model, whatever is asked of it.</summary>
public sealed class RedisCommandSequences(OneServer server) : CommandSequences, IClassFixture<OneServer>, IAsyncDisposable
{
    private RedisLink? link;

    private protected override int Sequences => 30;

    public async ValueTask DisposeAsync()
    {
        if (link is not null)
            await link.DisposeAsync();
    }

    private protected override async Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        link ??= await server.LinkAsync();
        return await RedisStores.OpenAsync(link, options);
    }
}
