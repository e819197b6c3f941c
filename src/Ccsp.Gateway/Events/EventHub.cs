using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Ccsp.Gateway.Events;

/// <summary>
/// Passes what was just committed to the listeners of this process. A hint, not the truth: a slow listener loses events here, sees the gap
/// in their numbers and reads the store again, so no listener can hold up a commit or grow without bound.
/// </summary>
internal sealed class EventHub
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Subscription>> _byTask = new(StringComparer.Ordinal);
    private ImmutableArray<Subscription> _all = [];
    private long _dropped;

    /// <summary>Events no listener had room for, in all.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Called by the store after the commit, in the order of the numbers.</summary>
    public void Publish(IReadOnlyList<StoredEvent> events)
    {
        foreach (var stored in events)
        {
            foreach (var listener in _all)
                Offer(listener, stored);
            if (stored.TaskId is not null && _byTask.TryGetValue(stored.TaskId, out var listeners))
            {
                foreach (var listener in listeners)
                    Offer(listener, stored);
            }
        }
    }

    /// <summary>Listens to one task, or to everything when <paramref name="taskId"/> is null. Dispose ends it.</summary>
    public Subscription Subscribe(string? taskId, int capacity = 256) => Add(new Subscription(this, taskId, capacity, types: null));

    /// <summary>Listens to some types of everything.</summary>
    public Subscription SubscribeTo(IReadOnlySet<string> types, int capacity) => Add(new Subscription(this, taskId: null, capacity, types));

    /// <summary>
    /// Is woken by events of some types. Several melt into one, which is not counted as dropped: a wake-up carries nothing to lose.
    /// </summary>
    public Subscription SubscribeWakeUps(IReadOnlySet<string> types) => Add(new Subscription(this, taskId: null, capacity: 1, types));

    private Subscription Add(Subscription subscription)
    {
        var taskId = subscription.TaskId;
        if (taskId is null)
            ImmutableInterlocked.Update(ref _all, static (list, subscription) => list.Add(subscription), subscription);
        else
            _byTask.AddOrUpdate(taskId, static (_, subscription) => [subscription],
                static (_, list, subscription) => list.Add(subscription), subscription);
        return subscription;
    }

    internal void Remove(Subscription subscription)
    {
        if (subscription.TaskId is null)
        {
            ImmutableInterlocked.Update(ref _all, static (list, subscription) => list.Remove(subscription), subscription);
            return;
        }

        while (_byTask.TryGetValue(subscription.TaskId, out var list))
        {
            var rest = list.Remove(subscription);
            var done = rest.IsEmpty
                ? _byTask.TryRemove(KeyValuePair.Create(subscription.TaskId, list))
                : _byTask.TryUpdate(subscription.TaskId, rest, list);
            if (done)
                return;
        }
    }

    private void Offer(Subscription listener, StoredEvent stored)
    {
        if (listener.Wants(stored.Type) && !listener.TryOffer(stored) && !listener.IsWakeUp)
            Interlocked.Increment(ref _dropped);
    }
}
