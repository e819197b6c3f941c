using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Queue records of a shared store, written with the commit script so that none is applied twice.</summary>
internal sealed class RedisQueueRecords : IAsyncDisposable
{
    private readonly RedisLink _link;
    private readonly QueueKeys _keys;
    private readonly RedisQueueReads _figures;
    private readonly Feed _feed;
    private readonly CommitPump _pump;

    /// <param name="link">Belongs to the caller.</param>
    /// <param name="keys">Of the store.</param>
    public RedisQueueRecords(RedisLink link, QueueKeys keys, RedisClock clock, ILogger logger)
    {
        (_link, _keys) = (link, keys);
        var options = new QueueOptions();
        var tasks = new RedisTaskReads(link, keys, logger);
        var events = new EventReads(link, keys);
        var gateCache = new GateCache(link, keys);
        _figures = new RedisQueueReads(link, keys, tasks, gateCache, options);
        // Never started: there are no listeners.
        _feed = new Feed(link, keys, events, new EventHub(), clock, logger);
        _pump = new CommitPump(link, keys, _feed, clock, toReplica: false, life: "", wentBack: gateCache.Forget);
        Records = new RedisRecordBackend(link, keys, new OptimisticRetry(_pump, gateCache), gateCache, options);
        All =
        [
            new RedisTaskRecords(link, keys, tasks, _pump, options),
            new RedisEventRecords(keys, events, _pump),
            new RedisStateRecords(link, keys, _figures, gateCache, _pump),
        ];
    }

    public IReadOnlyList<IRecords> All { get; }

    /// <summary>What features keep beside the queue.</summary>
    public RedisRecordBackend Records { get; }

    /// <summary>Leased tasks of all instances.</summary>
    public Task<long> LeasesAsync(CancellationToken cancellationToken) =>
        _link.ReadAsync(db => db.HashLengthAsync(_keys.Leases), cancellationToken);

    public async Task<bool> HasTasksAsync(CancellationToken cancellationToken) =>
        await _link.ReadAsync(db => db.HashLengthAsync(_keys.Tasks), cancellationToken) > 0;

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        _figures.InstancesAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync();
        await _feed.DisposeAsync();
    }
}
