using System.Globalization;
using System.Text.Json;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>The entries of the outbox in a shared store, by their numbers.</summary>
internal sealed class RedisOutboxRecords(RedisRoom room) : JsonRecords<OutboxEntry>("notifications", OutboxMovingJson.Default.OutboxEntry)
{
    private const int Page = 200;

    private readonly OutboxKeys keys = new(room);
    private List<long>? ids;

    /// <summary>The numbers are read once: what is being moved does not change.</summary>
    protected override async Task<(IReadOnlyList<OutboxEntry> Items, string? Next)> PageAsync(string? after, CancellationToken stop)
    {
        if (after is null || ids is null)
            ids = await room.ReadAsync(async db => (await db.HashKeysAsync(keys.Live)).Concat(await db.HashKeysAsync(keys.Done)).Select(id => (long)id).Order().ToList(), stop);
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var page = ids.SkipWhile(id => id <= from).Take(Page).ToList();
        var entries = await room.ReadAsync(db => Task.WhenAll(page.Select(async id => await db.HashGetAsync(keys.Live, id) is { IsNull: false } live ? live : await db.HashGetAsync(keys.Done, id))), stop);
        return ([.. entries.Select(OutboxSheet.Entry).Select(WholeTimes.Whole)], page.Count < Page ? null : page[^1].ToString(CultureInfo.InvariantCulture));
    }

    protected override Task PutAsync(IReadOnlyList<OutboxEntry> items, CancellationToken stop) => room.WriteAsync(
        (_, writes) =>
        {
            foreach (var item in items)
                Put(writes, item);
            return Task.FromResult(true);
        },
        stop);

    private void Put(RoomWrites writes, OutboxEntry entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, OutboxRedisJson.Default.OutboxEntry);
        writes.Run("HSET", keys.Known, OutboxKeys.Pair(entry.Channel, entry.Notice.Key), entry.Id);
        writes.Run("HSET", entry.DoneAt is null ? keys.Live : keys.Done, entry.Id, json);
        if (entry.DoneAt is { } at)
            writes.Run("ZADD", keys.DoneTimes, at.ToUnixTimeMilliseconds(), entry.Id);
    }
}
