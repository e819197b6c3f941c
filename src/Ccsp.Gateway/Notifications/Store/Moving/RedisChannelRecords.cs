using System.Text.Json;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>What a shared store knows of channels and topics; one record.</summary>
internal sealed class RedisChannelRecords(RedisRoom room)
    : JsonRecords<ChannelState>("state of the channels", OutboxMovingJson.Default.ChannelState)
{
    private readonly OutboxKeys _keys = new(room);

    protected override async Task<(IReadOnlyList<ChannelState> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken) => ([await room.ReadAsync(ReadAsync, cancellationToken)], null);

    protected override Task PutAsync(IReadOnlyList<ChannelState> items, CancellationToken cancellationToken) => room.WriteAsync(
        (_, writes) =>
        {
            foreach (var item in items)
                Put(writes, item);
            return Task.FromResult(true);
        },
        cancellationToken);

    private async Task<ChannelState> ReadAsync(IDatabase db)
    {
        var meta = await db.HashGetAsync(_keys.Meta, ["cursor", "id"]);
        return new ChannelState((long)meta[0], (long)meta[1])
        {
            Topics = [.. (await db.HashGetAllAsync(_keys.Topics)).Select(TopicOf).OrderBy(topic => topic.Channel, StringComparer.Ordinal)
                .ThenBy(topic => topic.Topic, StringComparer.Ordinal)],
            Channels = [.. (await db.HashGetAllAsync(_keys.Channels))
                .Select(entry => new MovedChannel(entry.Name!,
                JsonSerializer.Deserialize((byte[])entry.Value!, OutboxRedisJson.Default.ChannelRow)!.Whole()))
                    .OrderBy(channel => channel.Name, StringComparer.Ordinal)],
        };
    }

    private static MovedTopic TopicOf(HashEntry one)
    {
        var names = ((string)one.Name!).Split('\n', 2);
        return new MovedTopic(names[0], names[1],
            JsonSerializer.Deserialize((byte[])one.Value!, OutboxRedisJson.Default.TopicState)!.Whole());
    }

    private void Put(RoomWrites writes, ChannelState state)
    {
        writes.Run("HSET", _keys.Meta, "cursor", state.Cursor, "id", state.LastId);
        foreach (var (channel, topic, told) in state.Topics)
        {
            writes.Run("HSET", _keys.Topics, OutboxKeys.Pair(channel, topic),
                JsonSerializer.SerializeToUtf8Bytes(told, OutboxRedisJson.Default.TopicState));
            writes.Run("ZADD", _keys.TopicTimes, told.At.ToUnixTimeMilliseconds(), OutboxKeys.Pair(channel, topic));
        }

        foreach (var (name, row) in state.Channels)
            writes.Run("HSET", _keys.Channels, name, JsonSerializer.SerializeToUtf8Bytes(row, OutboxRedisJson.Default.ChannelRow));
    }
}
