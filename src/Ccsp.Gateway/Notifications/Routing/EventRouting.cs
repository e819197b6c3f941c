using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Routing;

/// <summary>
/// Follows the stored events and routes those that make a notice. The hub wakes it; what counts is the place kept in the store beside the
/// notifications it made, so an event is routed once whenever the gateway dies.
/// </summary>
internal sealed class EventRouting(Outbox outbox, EventHub hub, ReadEvents read, NoticeMaker maker) : IDisposable
{
    private const int PageSize = 500;

    /// <summary>A wake-up may be lost, and the place is written down now and then when nothing concerns us.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    /// <summary>After a long sleep only what is critical is still news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(1);

    private readonly Subscription _wakeUps = hub.SubscribeWakeUps(maker.Types);
    private long? _position;
    private DateTimeOffset _nextPoll;

    public static TimeSpan Every { get; } = TimeSpan.FromMilliseconds(500);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isPoll = now >= _nextPoll || _nextPoll > now + Poll;
        if (!_wakeUps.Events.TryRead(out _) && !isPoll)
            return;
        // A round that fails is made up for in the next one, not when the next event comes.
        _nextPoll = default;
        var written = _position ??= await outbox.CursorAsync(cancellationToken);
        while (true)
        {
            var events = await read(_position.Value, PageSize, cancellationToken);
            if (events.Count > 0)
            {
                var notices = events.Where(stored => IsNews(stored, now)).Select(maker.Of).OfType<Notice>().ToList();
                var last = events[^1].Seq;
                if (notices.Count > 0 || (isPoll && last > written))
                {
                    if (notices.Count > 0)
                        Failpoints.Hit(Failpoints.NotifyEvent);
                    await outbox.RouteAsync(notices, last, now, cancellationToken);
                    written = last;
                }

                _position = last;
            }

            if (events.Count < PageSize)
                break;
        }

        _nextPoll = now + Poll;
        if (isPoll)
            await outbox.PruneAsync(now, cancellationToken);
    }

    public void Dispose() => _wakeUps.Dispose();

    private static bool IsNews(StoredEvent stored, DateTimeOffset now) =>
        now - stored.At < News || NoticeKinds.Find(stored.Type)?.Severity == Severity.Critical;
}
