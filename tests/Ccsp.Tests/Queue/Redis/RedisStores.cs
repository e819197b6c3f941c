using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>Fresh stores on one server, told apart by their names.</summary>
internal static class RedisStores
{
    private static int _stores;

    public static async Task<RedisTaskStore> OpenAsync(RedisLink link, QueueOptions options, int shards = 1)
    {
        var keys = new QueueKeys($"test-{Interlocked.Increment(ref _stores)}", shards);
        return await RedisTaskStore.OpenAsync(link, keys, options, new EventHub(), new RedisClock(TimeProvider.System),
            NullLogger.Instance, default);
    }
}
