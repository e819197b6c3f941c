using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Tells this process's listeners what any instance has committed, in the order of the numbers: its own commits from their answers, those
/// of others from what is published. It reads the feed when something stays missing, and looks from time to time in case a word was lost.
/// </summary>
internal sealed partial class Feed : IAsyncDisposable
{
    private const int Page = 1_000;

    /// <summary>Commits that wait for one before them; more are read from the feed.</summary>
    private const int MostEarly = 256;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly RedisLink _link;
    private readonly QueueKeys _keys;
    private readonly EventReads _reads;
    private readonly EventHub _hub;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _missing;
    private readonly SortedList<long, IReadOnlyList<StoredEvent>> _early = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private Task _following = Task.CompletedTask;
    private IDisposable? _subscription;
    private long _told;

    public Feed(RedisLink link, QueueKeys keys, EventReads reads, EventHub hub, TimeProvider time, ILogger logger)
    {
        (_link, _keys, _reads, _hub, _time, _logger) = (link, keys, reads, hub, time, logger);
        _missing = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Channel => _keys.Channel;

    /// <summary>Tells this store's own commits from those of others.</summary>
    public string Origin { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The number of the latest event the listeners know.</summary>
    public long Told => Interlocked.Read(ref _told);

    /// <summary>Begins after the latest event there is now.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _told = await _link.ReadAsync(async db => (long?)await db.HashGetAsync(_keys.Meta, "seq") ?? 0, cancellationToken);
        _subscription = await _link.SubscribeAsync(Channel, Heard, cancellationToken);
        _following = Task.Run(() => FollowAsync(_closing.Token), CancellationToken.None);
    }

    /// <summary>This instance committed these; they follow one another.</summary>
    public void Committed(IReadOnlyList<StoredEvent> events)
    {
        if (events.Count > 0)
            Tell(events[^1].Seq, events);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _subscription?.Dispose();
        await _following;
        await _missing.DisposeAsync();
        _closing.Dispose();
        _news.Dispose();
    }

    /// <summary>What this instance committed itself it tells when it has the answer of its commit.</summary>
    private void Heard(string text)
    {
        var message = FeedMessage.Read(text);
        if (message.Origin != Origin)
            Tell(message.Last, message.Events);
    }

    /// <summary>
    /// Tells what follows on what was told; what comes too early waits a moment for what is still missing, most often an answer that is on
    /// its way.
    /// </summary>
    private void Tell(long last, IReadOnlyList<StoredEvent> events)
    {
        lock (_gate)
        {
            if (last <= _told)
                return;
            if (events.Count > 0 && _early.Count < MostEarly)
                _early[events[0].Seq] = events;
            while (_early.Count > 0 && _early.GetKeyAtIndex(0) <= _told + 1)
            {
                var next = _early.GetValueAtIndex(0);
                _early.RemoveAt(0);
                if (next[0].Seq <= _told)
                    continue;
                _told = next[^1].Seq;
                _hub.Publish(next);
            }

            if (last > _told)
                _missing.Change(Moment, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using (var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
                {
                    await Task.WhenAny(_news.WaitAsync(pause.Token), Task.Delay(LookEvery, _time, pause.Token));
                    // Whoever waits on would take the next word from the one who listens then.
                    await pause.CancelAsync();
                }

                cancellationToken.ThrowIfCancellationRequested();
                await CatchUpAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The store is closed.
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var from = Told;
                var (events, last) = await _reads.FeedAsync(from, Page, cancellationToken);
                if (last <= from)
                    return;
                lock (_gate)
                {
                    _hub.Publish([.. events.Where(storedEvent => storedEvent.Seq > _told)]);
                    _told = Math.Max(_told, last);
                    while (_early.Count > 0 && _early.GetKeyAtIndex(0) <= _told)
                        _early.RemoveAt(0);
                }
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            if (ex is not StoreUnavailable { IsTold: true })
                Log.NotRead(_logger, ex.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "New events could not be read this time: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
