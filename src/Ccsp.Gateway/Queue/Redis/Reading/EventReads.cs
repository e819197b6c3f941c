using Ccsp.Gateway.Events;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>Events of one task from its list, of all tasks from the feed. Those of a deleted task go with its list.</summary>
internal sealed class EventReads(RedisLink link, QueueKeys keys)
{
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(EventQuery query, CancellationToken cancellationToken)
    {
        if (query.TaskId is { } id)
        {
            var texts = await link.ReadAsync(db => db.ListRangeAsync(keys.Events(id), query.After, query.After + query.Limit - 1),
                cancellationToken);
            return [.. texts.Select(text => EventText.Read(id, text!))];
        }

        List<StoredEvent> found = [];
        for (var after = query.After; found.Count < query.Limit;)
        {
            var (events, last) = await FeedAsync(after, query.Limit - found.Count, cancellationToken);
            if (last <= after)
                break;
            found.AddRange(events);
            after = last;
        }

        return found;
    }

    /// <returns>Those still kept, and the number up to which the feed was read; the starting number at its end.</returns>
    public async Task<(IReadOnlyList<StoredEvent> Events, long Last)> FeedAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var places = (await link.ReadAsync(db => FeedEntry.ReadAsync(db, keys.Feed, after + 1, limit), cancellationToken)).SelectMany(
            entry => entry.Places).Where(place => place.Seq > after).Take(limit).ToList();
        if (places.Count == 0)
            return ([], after);
        var texts = await link.ReadAsync(
            db => Task.WhenAll(places.Select(place => db.ListGetByIndexAsync(keys.Events(place.Owner), place.Position - 1))),
                cancellationToken);
        List<StoredEvent> events =
            [.. places.Zip(texts).Where(pair => !pair.Second.IsNull).Select(pair => EventText.Read(pair.First.Owner, pair.Second!))];
        return (events, places[^1].Seq);
    }
}
