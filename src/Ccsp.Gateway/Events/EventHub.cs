using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Ccsp.Gateway.Events;

/// <summary>
/// Tells the listeners of this process what was just committed. A hint, not the truth: a slow listener loses events here, sees the gap
/// in their numbers and reads the store again, so no listener can hold up a commit or grow without bound.
/// </summary>
internal sealed class EventHub
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Subscription>> byTask = new(StringComparer.Ordinal);
    private ImmutableArray<Subscription> all = [];
    private long dropped;

    /// <summary>Events no listener had room for, in all.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Called by the store after the commit, in the order of the numbers.</summary>
    public void Publish(IReadOnlyList<StoredEvent> events)
    {
        foreach (var stored in events)
        {
            foreach (var listener in all)
                Offer(listener, stored);
            if (stored.TaskId is not null && byTask.TryGetValue(stored.TaskId, out var listeners))
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
            ImmutableInterlocked.Update(ref all, static (list, one) => list.Add(one), subscription);
        else
            byTask.AddOrUpdate(taskId, static (_, one) => [one], static (_, list, one) => list.Add(one), subscription);
        return subscription;
    }

    internal void Remove(Subscription subscription)
    {
        if (subscription.TaskId is null)
        {
            ImmutableInterlocked.Update(ref all, static (list, one) => list.Remove(one), subscription);
            return;
        }

        while (byTask.TryGetValue(subscription.TaskId, out var list))
        {
            var rest = list.Remove(subscription);
            var done = rest.IsEmpty
                ? byTask.TryRemove(KeyValuePair.Create(subscription.TaskId, list))
                : byTask.TryUpdate(subscription.TaskId, rest, list);
            if (done)
                return;
        }
    }

    private void Offer(Subscription listener, StoredEvent stored)
    {
        if (listener.Wants(stored.Type) && !listener.TryOffer(stored) && !listener.IsWakeUp)
            Interlocked.Increment(ref dropped);
    }
}
