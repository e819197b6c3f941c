using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <summary>What one step sees of the outbox, and what it changes. What waits is bounded, so all of it is read; what is done is found by
/// its number.</summary>
internal sealed class OutboxSnapshot : IOutboxTable
{
    private readonly OutboxKeys _keys;
    private readonly RoomWrites _writes;
    private readonly Dictionary<long, OutboxEntry> _live;
    private readonly Dictionary<string, TopicState> _topics;
    private readonly Dictionary<string, ChannelRow> _channels;
    private readonly Dictionary<string, long> _known;
    private readonly Dictionary<string, RedisValue> _meta;
    private readonly Dictionary<long, OutboxEntry> _dead;
    private long _nextId;

    private OutboxSnapshot(OutboxKeys keys, RoomWrites writes, HashEntry[] live, HashEntry[] topics, HashEntry[] channels,
        HashEntry[] meta, Dictionary<string, long> known, Dictionary<long, OutboxEntry> dead)
    {
        _keys = keys;
        _writes = writes;
        _live = live.Select(entry => Entry(entry.Value)).ToDictionary(entry => entry.Id);
        _topics = topics.ToDictionary(entry => (string)entry.Name!,
            entry => JsonSerializer.Deserialize((byte[])entry.Value!, OutboxRedisJson.Default.TopicState)!, StringComparer.Ordinal);
        _channels = channels.ToDictionary(entry => (string)entry.Name!,
            entry => JsonSerializer.Deserialize((byte[])entry.Value!, OutboxRedisJson.Default.ChannelRow)!, StringComparer.Ordinal);
        _meta = meta.ToDictionary(entry => (string)entry.Name!, entry => entry.Value, StringComparer.Ordinal);
        _known = known;
        _dead = dead;
        _nextId = (long)_meta.GetValueOrDefault("id");
    }

    public int Waiting => _live.Count;

    public IEnumerable<OutboxEntry> Live => _live.Values;

    public ChannelRow Channel(string name) => _channels.GetValueOrDefault(name) ?? new ChannelRow();

    /// <param name="asked">Channel and key of what may be inserted.</param>
    public static async Task<OutboxSnapshot> ReadAsync(IDatabase db, OutboxKeys keys, RoomWrites writes,
        IReadOnlyList<(string Channel, string Key)> asked)
    {
        var live = db.HashGetAllAsync(keys.Live);
        var topics = asked.Count == 0 ? Task.FromResult<HashEntry[]>([]) : db.HashGetAllAsync(keys.Topics);
        var channels = db.HashGetAllAsync(keys.Channels);
        var meta = db.HashGetAllAsync(keys.Meta);
        var names = asked.Select(pair => OutboxKeys.Pair(pair.Channel, pair.Key)).Distinct(StringComparer.Ordinal).ToList();
        var ids = names.Count == 0 ? [] : await db.HashGetAsync(keys.Known, [.. names.Select(name => (RedisValue)name)]);
        var known = names.Zip(ids).Where(pair => !pair.Second.IsNull)
            .ToDictionary(pair => pair.First, pair => (long)pair.Second, StringComparer.Ordinal);
        var done = known.Count == 0 ? [] : await db.HashGetAsync(keys.Done, [.. known.Values.Select(id => (RedisValue)id)]);
        var dead = done.Where(value => !value.IsNull).Select(Entry).Where(entry => entry.State == NotificationState.Dead)
            .ToDictionary(entry => entry.Id);
        return new OutboxSnapshot(keys, writes, await live, await topics, await channels, await meta, known, dead);
    }

    public static OutboxEntry Entry(RedisValue json) => JsonSerializer.Deserialize((byte[])json!, OutboxRedisJson.Default.OutboxEntry)!;

    public TopicState? Topic(string channel, string topic) => _topics.GetValueOrDefault(OutboxKeys.Pair(channel, topic));

    public void SetTopic(string channel, string topic, TopicState state)
    {
        var name = OutboxKeys.Pair(channel, topic);
        _topics[name] = state;
        _writes.Run("HSET", _keys.Topics, name, JsonSerializer.SerializeToUtf8Bytes(state, OutboxRedisJson.Default.TopicState));
        _writes.Run("ZADD", _keys.TopicTimes, state.At.ToUnixTimeMilliseconds(), name);
    }

    public bool EndObsolete(string channel, string topic, DateTimeOffset now)
    {
        var obsolete = _live.Values.Where(
            entry => entry.Channel == channel && entry.Notice.Topic == topic && entry is { State: NotificationState.Waiting, Tries: 0 }
                && entry.DueAt > now).ToList();
        foreach (var one in obsolete)
            End(one with { State = NotificationState.Folded, DoneAt = now });
        return obsolete.Count > 0;
    }

    public void Refuse(string channel) => Put(channel, Channel(channel) with { Refused = Channel(channel).Refused + 1 });

    public bool Insert(string channel, Notice notice, string body, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var name = OutboxKeys.Pair(channel, notice.Key);
        if (_known.TryGetValue(name, out var id))
        {
            if (!_dead.Remove(id, out var given))
                return false;
            _writes.Run("HDEL", _keys.Done, id);
            _writes.Run("ZREM", _keys.DoneTimes, id);
            Put(given with { Notice = given.Notice with { At = now }, State = NotificationState.Waiting, CreatedAt = now, DueAt = dueAt,
                DoneAt = null });
            return true;
        }

        id = _known[name] = ++_nextId;
        _writes.Run("HSET", _keys.Meta, "id", _nextId);
        _writes.Run("HSET", _keys.Known, name, id);
        Put(new OutboxEntry { Id = id, Channel = channel, Notice = notice with { Body = body, At = now }, CreatedAt = now, DueAt = dueAt });
        return true;
    }

    public long Cursor => (long)_meta.GetValueOrDefault("cursor");

    public void Move(long cursor)
    {
        if (cursor > Cursor)
            _writes.Run("HSET", _keys.Meta, "cursor", cursor);
    }

    /// <summary>One that waits or is being sent.</summary>
    public void Put(OutboxEntry entry)
    {
        _live[entry.Id] = entry;
        _writes.Run("HSET", _keys.Live, entry.Id, Json(entry));
    }

    /// <summary>One that is done, however.</summary>
    public void End(OutboxEntry entry)
    {
        _live.Remove(entry.Id);
        _writes.Run("HDEL", _keys.Live, entry.Id);
        _writes.Run("HSET", _keys.Done, entry.Id, Json(entry));
        _writes.Run("ZADD", _keys.DoneTimes, entry.DoneAt!.Value.ToUnixTimeMilliseconds(), entry.Id);
    }

    public void Put(string channel, ChannelRow row)
    {
        _channels[channel] = row;
        _writes.Run("HSET", _keys.Channels, channel, JsonSerializer.SerializeToUtf8Bytes(row, OutboxRedisJson.Default.ChannelRow));
    }

    private static byte[] Json(OutboxEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, OutboxRedisJson.Default.OutboxEntry);
}
