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

    public Task PutAsync(TrackedIssue issue, CancellationToken stop) =>
        room.ReadAsync(db => db.HashSetAsync(keys.Issues, issue.Key, JsonSerializer.SerializeToUtf8Bytes(issue, OutboxRedisJson.Default.TrackedIssue)), stop);

    public Task ForgetAsync(string key, CancellationToken stop) => room.ReadAsync(db => db.HashDeleteAsync(keys.Issues, key), stop);

    private static TrackedIssue Read(RedisValue json) => JsonSerializer.Deserialize((byte[])json!, OutboxRedisJson.Default.TrackedIssue)!;
}
