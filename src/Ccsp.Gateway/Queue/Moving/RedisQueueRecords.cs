using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Moving;

/// <summary>The queue in a shared store, as records. It is written with the commits every step is written with, so that none is applied twice.</summary>
internal sealed class RedisQueueRecords : IAsyncDisposable
{
    private readonly RedisLink link;
    private readonly QueueKeys keys;
    private readonly QueueReads figures;
    private readonly Feed feed;
    private readonly CommitPump pump;

    /// <param name="link">Belongs to the caller.</param>
    /// <param name="keys">Of the store.</param>
    /// <param name="clock">Set by the answers of the server.</param>
    public RedisQueueRecords(RedisLink link, QueueKeys keys, RedisClock clock, ILogger logger)
    {
        (this.link, this.keys) = (link, keys);
        var options = new QueueOptions();
        var tasks = new TaskReads(link, keys, logger);
        var events = new EventReads(link, keys);
        var book = new GateBook(link, keys);
        figures = new QueueReads(link, keys, tasks, book, options);
        // Nobody listens; it is never started.
        feed = new Feed(link, keys, events, new EventHub(), clock, logger);
        pump = new CommitPump(link, keys, feed, clock, toReplica: false, life: "", wentBack: book.Forget);
        All =
        [
            new RedisTaskRecords(link, keys, tasks, pump, options),
            new RedisEventRecords(keys, events, pump),
            new RedisStateRecords(link, keys, figures, book, pump),
        ];
    }

    public IReadOnlyList<IRecords> All { get; }

    /// <summary>Runs that are under way, whoever has them.</summary>
    public Task<long> LeasesAsync(CancellationToken stop) => link.ReadAsync(db => db.HashLengthAsync(keys.Leases), stop);

    /// <summary>Whether there is any task, live or ended.</summary>
    public async Task<bool> HasTasksAsync(CancellationToken stop) => await link.ReadAsync(db => db.HashLengthAsync(keys.Tasks), stop) > 0;

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken stop) => figures.InstancesAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await pump.DisposeAsync();
        await feed.DisposeAsync();
    }
}
