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

    public static Task<RedisTaskStore> OpenAsync(RedisLink link, QueueOptions options, int shards = 1) =>
        OpenAsync(link, options, new QueueKeys($"test-{Interlocked.Increment(ref _stores)}", shards));

    /// <summary>One that others may open as well.</summary>
    public static Task<RedisTaskStore> OpenAsync(RedisLink link, string name) =>
        OpenAsync(link, new QueueOptions(), new QueueKeys(name, 1));

    private static Task<RedisTaskStore> OpenAsync(RedisLink link, QueueOptions options, QueueKeys keys) =>
        RedisTaskStore.OpenAsync(link, keys, options, new EventHub(), new RedisClock(TimeProvider.System), NullLogger.Instance, default);
}
