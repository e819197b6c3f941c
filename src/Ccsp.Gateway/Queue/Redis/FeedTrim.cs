using System.Globalization;
using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Takes out of the feed what tells of tasks that are gone. Each sweep looks at a part, and it goes round and round, so that one old task that is kept
/// holds nothing up; the parts grow with what is deleted.
/// </summary>
internal sealed class FeedTrim(RedisLink link, QueueKeys keys)
{
    private const int Least = 100;

    /// <summary>More entries than the life of most tasks leaves behind.</summary>
    private const int OfOneTask = 10;

    private long next;

    /// <param name="deleted">Tasks this sweep has deleted.</param>
    /// <param name="stop">Gives up.</param>
    public async Task RunAsync(int deleted, CancellationToken stop)
    {
        var limit = Least + (OfOneTask * deleted);
        var from = next.ToString(CultureInfo.InvariantCulture);
        var entries = (RedisResult[])(await link.ReadAsync(db => db.ExecuteAsync("XRANGE", keys.Feed, from, "+", "COUNT", limit), stop))!;
        var told = entries.Select(entry => (Id: (RedisValue)((RedisResult[])entry!)[0], Owners: FeedPlace.AllOf((RedisResult[])entry!).Select(place => place.Owner).Distinct().ToList())).ToList();
        var owners = told.SelectMany(entry => entry.Owners).Distinct(StringComparer.Ordinal).ToList();
        var kept = await link.ReadAsync(db => Task.WhenAll(owners.Select(owner => db.KeyExistsAsync(keys.Events(owner)))), stop);
        var gone = owners.Zip(kept).Where(one => !one.Second).Select(one => one.First).ToHashSet(StringComparer.Ordinal);
        RedisValue[] dead = [.. told.Where(entry => entry.Owners.TrueForAll(gone.Contains)).Select(entry => entry.Id)];
        if (dead.Length > 0)
            await link.ReadAsync(db => db.StreamDeleteAsync(keys.Feed, dead), stop);
        next = entries.Length < limit ? 0 : FeedPlace.SeqOf((string)told[^1].Id!) + 1;
    }
}
