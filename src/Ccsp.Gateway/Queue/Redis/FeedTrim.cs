using Ccsp.Gateway.Queue.Redis.Reading;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>
/// Trims feed entries of deleted tasks. It scans a slice after each deletion, round and round, so that one old task that is kept blocks
/// nothing.
/// </summary>
internal sealed class FeedTrim(RedisLink link, QueueKeys keys)
{
    /// <summary>Entries scanned per deleted task: more than most tasks leave behind.</summary>
    private const int ForEach = 10;

    private long _next;

    public async Task RunAsync(int deleted, CancellationToken cancellationToken)
    {
        if (deleted == 0)
            return;
        var entries = await link.ReadAsync(db => FeedEntry.ReadAsync(db, keys.Feed, _next, ForEach * deleted), cancellationToken);
        var owners = entries.SelectMany(entry => entry.Places).Select(place => place.Owner).Distinct(StringComparer.Ordinal).ToList();
        var kept = await link.ReadAsync(db => Task.WhenAll(owners.Select(owner => db.KeyExistsAsync(keys.Events(owner)))),
            cancellationToken);
        var gone = owners.Zip(kept).Where(pair => !pair.Second).Select(pair => pair.First).ToHashSet(StringComparer.Ordinal);
        RedisValue[] dead = [.. entries.Where(entry => entry.Places.All(place => gone.Contains(place.Owner))).Select(entry => entry.Id)];
        if (dead.Length > 0)
            await link.ReadAsync(db => db.StreamDeleteAsync(keys.Feed, dead), cancellationToken);
        _next = entries.Count < ForEach * deleted ? 0 : entries[^1].Last + 1;
    }
}
