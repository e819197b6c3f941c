using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

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
        var places = (await link.ReadAsync(db => EntriesAsync(db, after, limit), stop)).Where(place => place.Seq > after).Take(limit).ToList();
        if (places.Count == 0)
            return ([], after);
        var texts = await link.ReadAsync(db => Task.WhenAll(places.Select(place => db.ListGetByIndexAsync(keys.Events(place.Owner), place.Position - 1))), stop);
        List<StoredEvent> events = [.. places.Zip(texts).Where(one => !one.Second.IsNull).Select(one => EventText.Read(one.First.Owner, one.Second!))];
        return (events, places[^1].Seq);
    }

    /// <summary>An entry tells of one commit; its id is the number of its last event.</summary>
    private async Task<List<Place>> EntriesAsync(IDatabase db, long after, int limit)
    {
        var from = (after + 1).ToString(CultureInfo.InvariantCulture);
        var entries = (RedisResult[])(await db.ExecuteAsync("XRANGE", keys.Feed, from, "+", "COUNT", limit))!;
        return [.. entries.SelectMany(entry => PlacesOf((RedisResult[])entry!))];
    }

    private static IEnumerable<Place> PlacesOf(RedisResult[] entry)
    {
        var last = long.Parse(((string)entry[0]!).AsSpan(0, ((string)entry[0]!).IndexOf('-')), CultureInfo.InvariantCulture);
        var told = ((string)((RedisResult[])entry[1]!)[1]!).Split('\n');
        return told.Select((one, n) => Place.Of(one, last - told.Length + 1 + n));
    }

    /// <param name="Owner">The task, or nothing for an event about the system.</param>
    /// <param name="Position">In the owner's list, from 1.</param>
    private readonly record struct Place(long Seq, string Owner, int Position)
    {
        public static Place Of(string told, long seq)
        {
            var space = told.IndexOf(' ');
            return new Place(seq, told[(space + 1)..], int.Parse(told.AsSpan(0, space), CultureInfo.InvariantCulture));
        }
    }
}
