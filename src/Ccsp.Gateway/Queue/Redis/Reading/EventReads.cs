using Ccsp.Gateway.Events;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Events of one task from its list, events of all by way of the feed. Those of a deleted task are gone with its list.</summary>
internal sealed class EventReads(RedisLink link, QueueKeys keys)
{
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken stop)
    {
        if (query.TaskId is { } id)
        {
            var texts = await link.ReadAsync(db => db.ListRangeAsync(keys.Events(id), query.After, query.After + query.Limit - 1), stop);
            return [.. texts.Select(text => EventText.Read(id, text!))];
        }

        List<StoredEvent> found = [];
        for (var after = query.After; found.Count < query.Limit;)
        {
            var (events, last) = await FeedAsync(after, query.Limit - found.Count, stop);
            if (last <= after)
                break;
            found.AddRange(events);
            after = last;
        }

        return found;
    }

    /// <summary>The next events after a number.</summary>
    /// <returns>Those that are still kept, and the number up to which the feed was looked at; no higher than asked from at its end.</returns>
    public async Task<(IReadOnlyList<StoredEvent> Events, long Last)> FeedAsync(long after, int limit, CancellationToken stop)
    {
        var places = (await link.ReadAsync(db => FeedEntry.ReadAsync(db, keys.Feed, after + 1, limit), stop)).SelectMany(entry => entry.Places).Where(place => place.Seq > after).Take(limit).ToList();
        if (places.Count == 0)
            return ([], after);
        var texts = await link.ReadAsync(db => Task.WhenAll(places.Select(place => db.ListGetByIndexAsync(keys.Events(place.Owner), place.Position - 1))), stop);
        List<StoredEvent> events = [.. places.Zip(texts).Where(one => !one.Second.IsNull).Select(one => EventText.Read(one.First.Owner, one.Second!))];
        return (events, places[^1].Seq);
    }
}
