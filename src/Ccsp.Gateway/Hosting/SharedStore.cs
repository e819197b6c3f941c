using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.StoreMigration;

namespace Ccsp.Gateway.Hosting;

/// <summary>An open shared store with its event hub and clock.</summary>
internal sealed class SharedStore(RedisLink link, RedisTaskStore queue, EventHub hub, RedisClock clock, RedisFacts facts) : IAsyncDisposable
{
    public RedisLink Link => link;

    public RedisTaskStore Queue => queue;

    public EventHub Hub => hub;

    /// <summary>The server's clock.</summary>
    public TimeProvider Clock => clock;

    public RedisFacts Facts => facts;

    /// <exception cref="Storage.StoreUnavailable">It cannot be reached.</exception>
    /// <exception cref="StoreUnsuitable">It is set up in a way that loses tasks.</exception>
    public static async Task<SharedStore> OpenAsync(GatewayOptions options, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var redis = RedisConnectionSettings.Resolve(options.Store.Redis);
        var link = await RedisLink.OpenAsync(redis, TimeProvider.System, logs.CreateLogger<RedisLink>(), cancellationToken);
        try
        {
            var facts = await RedisFacts.ReadAsync(link, cancellationToken);
            facts.Require(options.Store.Durability);
            var clock = new RedisClock(BootClock.Instance);
            await clock.SetAsync(link, cancellationToken);
            var hub = new EventHub();
            var keys = new QueueKeys(redis.Name, redis.Shards);
            var queue = await RedisTaskStore.OpenAsync(link, keys, options.Queue, hub, clock,
                logs.CreateLogger<RedisTaskStore>(), cancellationToken,
                toReplica: facts.Gives(options.Store.Durability) == Durability.Replicated);
            await RedisCarryOver.RunAsync(link, keys, queue.Records, cancellationToken);
            return new SharedStore(link, queue, hub, clock, facts);
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await queue.DisposeAsync();
        await link.DisposeAsync();
    }
}
