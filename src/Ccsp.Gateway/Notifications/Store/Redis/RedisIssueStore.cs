using System.Text.Json;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <inheritdoc cref="IIssueStore"/>
internal sealed class RedisIssueStore(RedisRoom room) : IIssueStore
{
    private const int MostShown = 1_000;

    private readonly OutboxKeys _keys = new(room);

    public async Task<TrackedIssue?> FindAsync(string key, CancellationToken cancellationToken) =>
        await room.ReadAsync(db => db.HashGetAsync(_keys.Issues, key), cancellationToken) is { IsNull: false } json ? Read(json) : null;

    public async Task<IReadOnlyList<TrackedIssue>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await room.ReadAsync(db => db.HashGetAllAsync(_keys.Issues), cancellationToken)).Select(entry => Read(entry.Value))
            .OrderBy(issue => issue.NextAt).Take(MostShown)];

    public Task PutAsync(TrackedIssue issue, CancellationToken cancellationToken) =>
        room.WriteAsync((_, writes) => Task.FromResult(Put(writes, issue)), cancellationToken);

    public Task ForgetAsync(string key, CancellationToken cancellationToken) =>
        room.WriteAsync((_, writes) => Task.FromResult(Forget(writes, key)), cancellationToken);

    public Task<bool> ReplaceAsync(TrackedIssue seen, TrackedIssue? next, CancellationToken cancellationToken) => room.WriteAsync(
        async (db, writes) => await db.HashGetAsync(_keys.Issues, seen.Key) is { IsNull: false } json && Read(json) == seen
            && (next is null ? Forget(writes, seen.Key) : Put(writes, next)),
        cancellationToken);

    private bool Put(RoomWrites writes, TrackedIssue issue)
    {
        writes.Run("HSET", _keys.Issues, issue.Key, JsonSerializer.SerializeToUtf8Bytes(issue, OutboxRedisJson.Default.TrackedIssue));
        return true;
    }

    private bool Forget(RoomWrites writes, string key)
    {
        writes.Run("HDEL", _keys.Issues, key);
        return true;
    }

    private static TrackedIssue Read(RedisValue json) => JsonSerializer.Deserialize((byte[])json!, OutboxRedisJson.Default.TrackedIssue)!;
}
