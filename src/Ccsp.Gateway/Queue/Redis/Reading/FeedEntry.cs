using System.Globalization;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis.Reading;

/// <summary>One commit in the feed.</summary>
/// <param name="Last">Number of its last event, and id of the entry.</param>
/// <param name="Places">Locations of its events, in order.</param>
internal sealed record FeedEntry(long Last, IReadOnlyList<FeedPlace> Places)
{
    public RedisValue Id => $"{Last}-0";

    /// <summary>The first entries that end at a number or after it.</summary>
    public static async Task<IReadOnlyList<FeedEntry>> ReadAsync(IDatabase db, RedisKey feed, long from, int limit)
    {
        var entries = (RedisResult[])(await db.ExecuteAsync("XRANGE", feed, from.ToString(CultureInfo.InvariantCulture), "+", "COUNT",
            limit))!;
        return [.. entries.Select(entry => Of((RedisResult[])entry!))];
    }

    /// <param name="entry">As XRANGE gives it: the id, and one field.</param>
    private static FeedEntry Of(RedisResult[] entry)
    {
        var id = (string)entry[0]!;
        var last = long.Parse(id.AsSpan(0, id.IndexOf('-')), CultureInfo.InvariantCulture);
        var places = ((string)((RedisResult[])entry[1]!)[1]!).Split('\n');
        return new FeedEntry(last, [.. places.Select((text, n) => FeedPlace.Of(text, last - places.Length + 1 + n))]);
    }
}
