using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <summary>What one step sees of the outbox, and what it changes. What waits is bounded, so all of it is read; what is done is found by its number.</summary>
internal sealed class OutboxSheet : IOutboxTable
{
    private readonly OutboxKeys keys;
    private readonly RoomWrites writes;
    private readonly Dictionary<long, OutboxEntry> live;
    private readonly Dictionary<string, Heard> topics;
    private readonly Dictionary<string, ChannelRow> channels;
    private readonly Dictionary<string, long> known;
    private readonly Dictionary<string, RedisValue> meta;
    private readonly Dictionary<long, OutboxEntry> dead;
    private long nextId;

    private OutboxSheet(OutboxKeys keys, RoomWrites writes, HashEntry[] live, HashEntry[] topics, HashEntry[] channels, HashEntry[] meta, Dictionary<string, long> known, Dictionary<long, OutboxEntry> dead)
    {
        this.keys = keys;
        this.writes = writes;
        this.live = live.Select(one => Entry(one.Value)).ToDictionary(one => one.Id);
        this.topics = topics.ToDictionary(one => (string)one.Name!, one => JsonSerializer.Deserialize((byte[])one.Value!, OutboxRedisJson.Default.Heard)!, StringComparer.Ordinal);
        this.channels = channels.ToDictionary(one => (string)one.Name!, one => JsonSerializer.Deserialize((byte[])one.Value!, OutboxRedisJson.Default.ChannelRow)!, StringComparer.Ordinal);
        this.meta = meta.ToDictionary(one => (string)one.Name!, one => one.Value, StringComparer.Ordinal);
        this.known = known;
        this.dead = dead;
        nextId = (long)this.meta.GetValueOrDefault("id");
    }

    public int Waiting => live.Count;

    public IEnumerable<OutboxEntry> Live => live.Values;

    public ChannelRow Channel(string name) => channels.GetValueOrDefault(name) ?? new ChannelRow();

    /// <param name="asked">Channel and key of what may be inserted.</param>
    public static async Task<OutboxSheet> ReadAsync(IDatabase db, OutboxKeys keys, RoomWrites writes, IReadOnlyList<(string Channel, string Key)> asked)
    {
        var live = db.HashGetAllAsync(keys.Live);
        var topics = asked.Count == 0 ? Task.FromResult<HashEntry[]>([]) : db.HashGetAllAsync(keys.Topics);
        var channels = db.HashGetAllAsync(keys.Channels);
        var meta = db.HashGetAllAsync(keys.Meta);
        var names = asked.Select(one => OutboxKeys.Pair(one.Channel, one.Key)).Distinct(StringComparer.Ordinal).ToList();
        var ids = names.Count == 0 ? [] : await db.HashGetAsync(keys.Known, [.. names.Select(name => (RedisValue)name)]);
        var known = names.Zip(ids).Where(one => !one.Second.IsNull).ToDictionary(one => one.First, one => (long)one.Second, StringComparer.Ordinal);
        var done = known.Count == 0 ? [] : await db.HashGetAsync(keys.Done, [.. known.Values.Select(id => (RedisValue)id)]);
        var dead = done.Where(one => !one.IsNull).Select(Entry).Where(one => one.State == NotificationState.Dead).ToDictionary(one => one.Id);
        return new OutboxSheet(keys, writes, await live, await topics, await channels, await meta, known, dead);
    }

    public static OutboxEntry Entry(RedisValue json) => JsonSerializer.Deserialize((byte[])json!, OutboxRedisJson.Default.OutboxEntry)!;

    public Heard? Heard(string channel, string topic) => topics.GetValueOrDefault(OutboxKeys.Pair(channel, topic));

    public void Hear(string channel, string topic, Heard heard)
    {
        var name = OutboxKeys.Pair(channel, topic);
        topics[name] = heard;
        writes.Run("HSET", keys.Topics, name, JsonSerializer.SerializeToUtf8Bytes(heard, OutboxRedisJson.Default.Heard));
        writes.Run("ZADD", keys.TopicTimes, heard.At.ToUnixTimeMilliseconds(), name);
    }

    public bool Moot(string channel, string topic, DateTimeOffset now)
    {
        var moot = live.Values.Where(one => one.Channel == channel && one.Notice.Topic == topic && one is { State: NotificationState.Waiting, Tries: 0 } && one.DueAt > now).ToList();
        foreach (var one in moot)
            End(one with { State = NotificationState.Folded, DoneAt = now });
        return moot.Count > 0;
    }

    public void Refuse(string channel) => Put(channel, Channel(channel) with { Refused = Channel(channel).Refused + 1 });

    public bool Insert(string channel, Notice notice, string body, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var name = OutboxKeys.Pair(channel, notice.Key);
        if (known.TryGetValue(name, out var id))
        {
            if (!dead.Remove(id, out var given))
                return false;
            writes.Run("HDEL", keys.Done, id);
            writes.Run("ZREM", keys.DoneTimes, id);
            Put(given with { Notice = given.Notice with { At = now }, State = NotificationState.Waiting, CreatedAt = now, DueAt = dueAt, DoneAt = null });
            return true;
        }

        id = known[name] = ++nextId;
        writes.Run("HSET", keys.Meta, "id", nextId);
        writes.Run("HSET", keys.Known, name, id);
        Put(new OutboxEntry { Id = id, Channel = channel, Notice = notice with { Body = body, At = now }, CreatedAt = now, DueAt = dueAt });
        return true;
    }

    public long Cursor => (long)meta.GetValueOrDefault("cursor");

    public void Move(long cursor)
    {
        if (cursor > Cursor)
            writes.Run("HSET", keys.Meta, "cursor", cursor);
    }

    /// <summary>One that waits or is being sent.</summary>
    public void Put(OutboxEntry entry)
    {
        live[entry.Id] = entry;
        writes.Run("HSET", keys.Live, entry.Id, Json(entry));
    }

    /// <summary>One that is done, however.</summary>
    public void End(OutboxEntry entry)
    {
        live.Remove(entry.Id);
        writes.Run("HDEL", keys.Live, entry.Id);
        writes.Run("HSET", keys.Done, entry.Id, Json(entry));
        writes.Run("ZADD", keys.DoneTimes, entry.DoneAt!.Value.ToUnixTimeMilliseconds(), entry.Id);
    }

    public void Put(string channel, ChannelRow row)
    {
        channels[channel] = row;
        writes.Run("HSET", keys.Channels, channel, JsonSerializer.SerializeToUtf8Bytes(row, OutboxRedisJson.Default.ChannelRow));
    }

    private static byte[] Json(OutboxEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, OutboxRedisJson.Default.OutboxEntry);
}
