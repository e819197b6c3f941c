using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Publishes to this process's listeners what any instance commits, in order: its own commits from their replies, others' from pub/sub.
/// Polls as a fallback because pub/sub messages can be lost.
/// </summary>
internal sealed partial class Feed : IAsyncDisposable
{
    private const int Page = 1_000;

    /// <summary>Out-of-order commits kept; beyond that the feed is read.</summary>
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
    private long _lastSeq;

    public Feed(RedisLink link, QueueKeys keys, EventReads reads, EventHub hub, TimeProvider time, ILogger logger)
    {
        (_link, _keys, _reads, _hub, _time, _logger) = (link, keys, reads, hub, time, logger);
        _missing = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Channel => _keys.Channel;

    /// <summary>Identifies this store's own commits.</summary>
    public string Origin { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Number of the latest published event.</summary>
    public long LastSeq => Interlocked.Read(ref _lastSeq);

    /// <summary>Starts after the latest event.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _lastSeq = await _link.ReadAsync(async db => (long?)await db.HashGetAsync(_keys.Meta, "seq") ?? 0, cancellationToken);
        _subscription = await _link.SubscribeAsync(Channel, Receive, cancellationToken);
        _following = Task.Run(() => FollowAsync(_closing.Token), CancellationToken.None);
    }

    /// <summary>Own commits, consecutive.</summary>
    public void Committed(IReadOnlyList<StoredEvent> events)
    {
        if (events.Count > 0)
            Publish(events[^1].Seq, events);
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

    /// <summary>Own commits are skipped: the reply to the commit publishes them.</summary>
    private void Receive(string text)
    {
        var message = FeedMessage.Read(text);
        if (message.Origin != Origin)
            Publish(message.Last, message.Events);
    }

    /// <summary>Publishes what is next; anything early waits briefly for the gap, most often an own reply still in flight.</summary>
    private void Publish(long last, IReadOnlyList<StoredEvent> events)
    {
        lock (_gate)
        {
            if (last <= _lastSeq)
                return;
            if (events.Count > 0 && _early.Count < MostEarly)
                _early[events[0].Seq] = events;
            while (_early.Count > 0 && _early.GetKeyAtIndex(0) <= _lastSeq + 1)
            {
                var next = _early.GetValueAtIndex(0);
                _early.RemoveAt(0);
                if (next[0].Seq <= _lastSeq)
                    continue;
                _lastSeq = next[^1].Seq;
                _hub.Publish(next);
            }

            if (last > _lastSeq)
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
                    // An abandoned wait would swallow the next signal.
                    await pause.CancelAsync();
                }

                cancellationToken.ThrowIfCancellationRequested();
                await CatchUpAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var from = LastSeq;
                var (events, last) = await _reads.FeedAsync(from, Page, cancellationToken);
                if (last <= from)
                    return;
                lock (_gate)
                {
                    _hub.Publish([.. events.Where(storedEvent => storedEvent.Seq > _lastSeq)]);
                    _lastSeq = Math.Max(_lastSeq, last);
                    while (_early.Count > 0 && _early.GetKeyAtIndex(0) <= _lastSeq)
                        _early.RemoveAt(0);
                }
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            if (ex is not StoreUnavailable { IsLogged: true })
                Log.NotRead(_logger, ex.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "New events could not be read this time: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
