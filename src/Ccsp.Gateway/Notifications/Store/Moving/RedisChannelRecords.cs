using System.Text.Json;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Storage.Moving;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>What a shared store knows of channels, topics and issues; one record.</summary>
internal sealed class RedisChannelRecords(RedisRoom room) : JsonRecords<ChannelState>("state of the channels", OutboxMovingJson.Default.ChannelState)
{
    private readonly OutboxKeys keys = new(room);

    protected override async Task<(IReadOnlyList<ChannelState> Items, string? Next)> PageAsync(string? after, CancellationToken stop) => ([await room.ReadAsync(ReadAsync, stop)], null);

    protected override Task PutAsync(IReadOnlyList<ChannelState> items, CancellationToken stop) => room.WriteAsync(
        (_, writes) =>
        {
            foreach (var item in items)
                Put(writes, item);
            return Task.FromResult(true);
        },
        stop);

    private async Task<ChannelState> ReadAsync(IDatabase db)
    {
        var meta = await db.HashGetAsync(keys.Meta, ["cursor", "id"]);
        return new ChannelState((long)meta[0], (long)meta[1])
        {
            Topics = [.. (await db.HashGetAllAsync(keys.Topics)).Select(TopicOf).OrderBy(one => one.Channel, StringComparer.Ordinal).ThenBy(one => one.Topic, StringComparer.Ordinal)],
            Channels = [.. (await db.HashGetAllAsync(keys.Channels))
                .Select(one => new MovedChannel(one.Name!, JsonSerializer.Deserialize((byte[])one.Value!, OutboxRedisJson.Default.ChannelRow)!.Whole())).OrderBy(one => one.Name, StringComparer.Ordinal)],
            Issues = [.. (await db.HashGetAllAsync(keys.Issues))
                .Select(one => JsonSerializer.Deserialize((byte[])one.Value!, OutboxRedisJson.Default.TrackedIssue)!.Whole()).OrderBy(one => one.Key, StringComparer.Ordinal)],
        };
    }

    private static MovedTopic TopicOf(HashEntry one)
    {
        var names = ((string)one.Name!).Split('\n', 2);
        return new MovedTopic(names[0], names[1], JsonSerializer.Deserialize((byte[])one.Value!, OutboxRedisJson.Default.Heard)!.Whole());
    }

    private void Put(RoomWrites writes, ChannelState state)
    {
        writes.Run("HSET", keys.Meta, "cursor", state.Cursor, "id", state.LastId);
        foreach (var (channel, topic, heard) in state.Topics)
        {
            writes.Run("HSET", keys.Topics, OutboxKeys.Pair(channel, topic), JsonSerializer.SerializeToUtf8Bytes(heard, OutboxRedisJson.Default.Heard));
            writes.Run("ZADD", keys.TopicTimes, heard.At.ToUnixTimeMilliseconds(), OutboxKeys.Pair(channel, topic));
        }

        foreach (var (name, row) in state.Channels)
            writes.Run("HSET", keys.Channels, name, JsonSerializer.SerializeToUtf8Bytes(row, OutboxRedisJson.Default.ChannelRow));
        foreach (var issue in state.Issues)
            writes.Run("HSET", keys.Issues, issue.Key, JsonSerializer.SerializeToUtf8Bytes(issue, OutboxRedisJson.Default.TrackedIssue));
    }
}
