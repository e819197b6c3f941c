using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Tells this process's listeners what any instance has committed, in the order of the numbers. What this instance committed itself it tells at
/// once when nothing is missing before it; otherwise it reads the feed. Word from the server wakes it, and it looks from time to time in case a word was lost.
/// </summary>
internal sealed partial class Feed(RedisLink link, QueueKeys keys, EventReads reads, EventHub hub, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Page = 1_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly CancellationTokenSource closing = new();
    private Task following = Task.CompletedTask;
    private IDisposable? subscription;
    private long told;

    public string Channel => keys.Channel;

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
        if (events.Count == 0)
            return;
        lock (gate)
        {
            if (events[0].Seq == told + 1)
            {
                told = events[^1].Seq;
                hub.Publish(events);
                return;
            }
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        subscription?.Dispose();
        await following;
        closing.Dispose();
        news.Dispose();
    }

    private void Heard(string last)
    {
        if (long.Parse(last, CultureInfo.InvariantCulture) > Interlocked.Read(ref told))
            Wake();
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
                    await Task.WhenAny(news.WaitAsync(pause.Token), Task.Delay(LookEvery, time, pause.Token));
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
                var from = Interlocked.Read(ref told);
                var (events, last) = await reads.FeedAsync(from, Page, stop);
                if (last <= from)
                    return;
                lock (gate)
                {
                    hub.Publish([.. events.Where(one => one.Seq > told)]);
                    told = Math.Max(told, last);
                }
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Log.NotRead(logger, problem.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "New events could not be read this time: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);
    }
}
