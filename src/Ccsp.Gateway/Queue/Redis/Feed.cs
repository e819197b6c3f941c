using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Tells this process's listeners what any instance has committed, in the order of the numbers: its own commits from their answers, those of others
/// from what is published. It reads the feed when something stays missing, and looks from time to time in case a word was lost.
/// </summary>
internal sealed partial class Feed : IAsyncDisposable
{
    private const int Page = 1_000;

    /// <summary>Commits that wait for one before them; more are read from the feed.</summary>
    private const int MostEarly = 256;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly RedisLink link;
    private readonly QueueKeys keys;
    private readonly EventReads reads;
    private readonly EventHub hub;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ITimer missing;
    private readonly SortedList<long, IReadOnlyList<StoredEvent>> early = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly CancellationTokenSource closing = new();
    private Task following = Task.CompletedTask;
    private IDisposable? subscription;
    private long told;

    public Feed(RedisLink link, QueueKeys keys, EventReads reads, EventHub hub, TimeProvider time, ILogger logger)
    {
        (this.link, this.keys, this.reads, this.hub, this.time, this.logger) = (link, keys, reads, hub, time, logger);
        missing = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Channel => keys.Channel;

    /// <summary>Tells this store's own commits from those of others.</summary>
    public string Origin { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The number of the latest event the listeners know.</summary>
    public long Told => Interlocked.Read(ref told);

    /// <summary>Begins after the latest event there is now.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        told = await link.ReadAsync(async db => (long?)await db.HashGetAsync(keys.Meta, "seq") ?? 0, stop);
        subscription = await link.SubscribeAsync(Channel, Heard, stop);
        following = Task.Run(() => FollowAsync(closing.Token), CancellationToken.None);
    }

    /// <summary>This instance committed these; they follow one another.</summary>
    public void Committed(IReadOnlyList<StoredEvent> events)
    {
        if (events.Count > 0)
            Tell(events[^1].Seq, events);
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        subscription?.Dispose();
        await following;
        await missing.DisposeAsync();
        closing.Dispose();
        news.Dispose();
    }

    /// <summary>What this instance committed itself it tells when it has the answer of its commit.</summary>
    private void Heard(string text)
    {
        var word = FeedWord.Read(text);
        if (word.Origin != Origin)
            Tell(word.Last, word.Events);
    }

    /// <summary>
    /// Tells what follows on what was told; what comes too early waits a moment for what is still missing, most often an answer that is on its way.
    /// </summary>
    private void Tell(long last, IReadOnlyList<StoredEvent> events)
    {
        lock (gate)
        {
            if (last <= told)
                return;
            if (events.Count > 0 && early.Count < MostEarly)
                early[events[0].Seq] = events;
            while (early.Count > 0 && early.GetKeyAtIndex(0) <= told + 1)
            {
                var next = early.GetValueAtIndex(0);
                early.RemoveAt(0);
                if (next[0].Seq <= told)
                    continue;
                told = next[^1].Seq;
                hub.Publish(next);
            }

            if (last > told)
                missing.Change(Moment, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        try
        {
            news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using (var pause = CancellationTokenSource.CreateLinkedTokenSource(stop))
                {
                    await Task.WhenAny(news.WaitAsync(pause.Token), Task.Delay(LookEvery, time, pause.Token));
                    // Whoever waits on would take the next word from the one who listens then.
                    await pause.CancelAsync();
                }

                stop.ThrowIfCancellationRequested();
                await CatchUpAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The store is closed.
        }
    }

    private async Task CatchUpAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var from = Told;
                var (events, last) = await reads.FeedAsync(from, Page, stop);
                if (last <= from)
                    return;
                lock (gate)
                {
                    hub.Publish([.. events.Where(one => one.Seq > told)]);
                    told = Math.Max(told, last);
                    while (early.Count > 0 && early.GetKeyAtIndex(0) <= told)
                        early.RemoveAt(0);
                }
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            if (problem is not StoreUnavailable { IsTold: true })
                Log.NotRead(logger, problem.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "New events could not be read this time: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
