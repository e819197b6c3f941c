using System.Text.Json;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <inheritdoc cref="IIssueBook"/>
internal sealed class RedisIssueBook(RedisRoom room) : IIssueBook
{
    private const int MostShown = 1_000;

    private readonly OutboxKeys keys = new(room);

    public async Task<TrackedIssue?> FindAsync(string key, CancellationToken stop) =>
        await room.ReadAsync(db => db.HashGetAsync(keys.Issues, key), stop) is { IsNull: false } json ? Read(json) : null;

    public async Task<IReadOnlyList<TrackedIssue>> AllAsync(CancellationToken stop) =>
        [.. (await room.ReadAsync(db => db.HashGetAllAsync(keys.Issues), stop)).Select(one => Read(one.Value)).OrderBy(issue => issue.NextAt).Take(MostShown)];

    public Task PutAsync(TrackedIssue issue, CancellationToken stop) => room.WriteAsync((_, writes) => Task.FromResult(Put(writes, issue)), stop);

    public Task ForgetAsync(string key, CancellationToken stop) => room.WriteAsync((_, writes) => Task.FromResult(Forget(writes, key)), stop);

    public Task<bool> ReplaceAsync(TrackedIssue seen, TrackedIssue? next, CancellationToken stop) => room.WriteAsync(
        async (db, writes) => await db.HashGetAsync(keys.Issues, seen.Key) is { IsNull: false } json && Read(json) == seen
            && (next is null ? Forget(writes, seen.Key) : Put(writes, next)),
        stop);

    private bool Put(RoomWrites writes, TrackedIssue issue)
    {
        writes.Run("HSET", keys.Issues, issue.Key, JsonSerializer.SerializeToUtf8Bytes(issue, OutboxRedisJson.Default.TrackedIssue));
        return true;
    }

    private bool Forget(RoomWrites writes, string key)
    {
        writes.Run("HDEL", keys.Issues, key);
        return true;
    }

    private static TrackedIssue Read(RedisValue json) => JsonSerializer.Deserialize((byte[])json!, OutboxRedisJson.Default.TrackedIssue)!;
}
