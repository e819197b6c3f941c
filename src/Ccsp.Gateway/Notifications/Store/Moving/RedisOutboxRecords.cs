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

    private readonly OutboxKeys _keys = new(room);
    private List<long>? _ids;

    /// <summary>The numbers are read once: what is being moved does not change.</summary>
    protected override async Task<(IReadOnlyList<OutboxEntry> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        if (after is null || _ids is null)
            _ids = await room.ReadAsync(
                async db => (await db.HashKeysAsync(_keys.Live)).Concat(await db.HashKeysAsync(_keys.Done)).Select(id => (long)id).Order()
                    .ToList(), cancellationToken);
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var page = _ids.SkipWhile(id => id <= from).Take(Page).ToList();
        var entries = await room.ReadAsync(
            db => Task.WhenAll(page.Select(
                async id => await db.HashGetAsync(_keys.Live, id) is { IsNull: false } live ? live
                    : await db.HashGetAsync(_keys.Done, id))), cancellationToken);
        return ([.. entries.Select(OutboxSnapshot.Entry).Select(WholeTimes.Whole)],
            page.Count < Page ? null : page[^1].ToString(CultureInfo.InvariantCulture));
    }

    protected override Task PutAsync(IReadOnlyList<OutboxEntry> items, CancellationToken cancellationToken) => room.WriteAsync(
        (_, writes) =>
        {
            foreach (var item in items)
                Put(writes, item);
            return Task.FromResult(true);
        },
        cancellationToken);

    private void Put(RoomWrites writes, OutboxEntry entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, OutboxRedisJson.Default.OutboxEntry);
        writes.Run("HSET", _keys.Known, OutboxKeys.Pair(entry.Channel, entry.Notice.Key), entry.Id);
        writes.Run("HSET", entry.DoneAt is null ? _keys.Live : _keys.Done, entry.Id, json);
        if (entry.DoneAt is { } at)
            writes.Run("ZADD", _keys.DoneTimes, at.ToUnixTimeMilliseconds(), entry.Id);
    }
}
