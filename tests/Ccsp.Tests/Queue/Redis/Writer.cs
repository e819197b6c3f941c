using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>One instance of a store, behind a proxy of its own.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private Writer(ChaosProxy proxy, RedisLink link, RedisTaskStore store, EventHub hub) =>
        (Proxy, Link, Store, Hub) = (proxy, link, store, hub);

    public ChaosProxy Proxy { get; }

    public RedisLink Link { get; }

    public RedisTaskStore Store { get; }

    /// <summary>Hears the events of the store.</summary>
    public EventHub Hub { get; }

    public static QueueKeys Keys { get; } = new("two", 1);

    public static async Task<Writer> OpenAsync(RedisServer server, QueueOptions? options = null)
    {
        var stop = TestContext.Current.CancellationToken;
        var proxy = new ChaosProxy(server.Port);
        var link = await RedisLink.OpenAsync(new RedisOptions { Endpoints = [proxy.Endpoint], Name = "two" }, TimeProvider.System,
            NullLogger.Instance, stop);
        var hub = new EventHub();
        var store = await RedisTaskStore.OpenAsync(link, Keys, options ?? new QueueOptions(), hub,
            new RedisClock(TimeProvider.System), NullLogger.Instance, stop);
        return new Writer(proxy, link, store, hub);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Link.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
