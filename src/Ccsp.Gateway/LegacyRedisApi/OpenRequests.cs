using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>The open requests of legacy clients, and the task of each request in progress.</summary>
/// <param name="link">The shared store.</param>
/// <param name="store">The store's name; separates the open requests of several stores.</param>
internal sealed class OpenRequests(RedisLink link, string store)
{
    /// <summary>Approximate fields per page.</summary>
    private const int PageSize = 500;

    /// <summary>HSCAN cursor of the first page, which also marks the end.</summary>
    private const string FirstPage = "0";

    /// <summary>Clients continue conversations within hours, not days.</summary>
    private static readonly TimeSpan ConversationsAreKept = TimeSpan.FromDays(1);

    private static readonly string[] Prefixes = ["pm-", "rlh-"];

    private static readonly RedisScript Current = RedisScript.Load("current");
    private static readonly RedisScript Settle = RedisScript.Load("settle");

    private RedisKey Owed => $"{{ccsp:{store}:0}}:dialect:open";

    private RedisKey Tasks => $"{{ccsp:{store}:0}}:dialect:tasks";

    /// <summary>Stores an open request.</summary>
    public Task OweAsync(string taskId, OpenRequest request, CancellationToken cancellationToken) =>
        link.SpareAsync("HSET", Owed, [taskId, JsonSerializer.SerializeToUtf8Bytes(request, LegacyJson.Default.OpenRequest)],
        cancellationToken);

    /// <summary>The task of a request in progress; if there is none, this one from now on.</summary>
    /// <param name="instead">A task that no longer belongs to the request.</param>
    public async Task<string> TaskOfAsync(string name, string taskId, string? instead, CancellationToken cancellationToken) =>
        (string)(await link.RunAsync(Current, [Tasks], [name, taskId, instead ?? ""], cancellationToken))!;

    /// <summary>Removes an answered request; one stored since it was read stays.</summary>
    public Task SettleAsync(OwedAnswer owed, CancellationToken cancellationToken) =>
        link.RunAsync(Settle, [Owed, Tasks], [owed.TaskId, owed.Stored, owed.Request.Name ?? ""], cancellationToken);

    /// <summary>The open requests of some tasks.</summary>
    public async Task<IReadOnlyList<OwedAnswer>> OwedAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        var found = taskIds.Count == 0 ? []
            : await link.ReadAsync(db => db.HashGetAsync(Owed, [.. taskIds.Select(id => (RedisValue)id)]), cancellationToken);
        return [.. taskIds.Zip(found).Where(owed => !owed.Second.IsNull).Select(owed => Read(owed.First, owed.Second))];
    }

    /// <summary>All open requests, page by page; requests added or answered meanwhile may or may not be included.</summary>
    public async IAsyncEnumerable<IReadOnlyList<OwedAnswer>> OwedPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = FirstPage;
        do
        {
            var from = next;
            var page = (RedisResult[])(await link.ReadAsync(
                db => db.ExecuteAsync("HSCAN", [Owed, from, "COUNT", PageSize]), cancellationToken))!;
            next = (string)page[0]!;
            var fields = (RedisValue[])page[1]!;
            yield return [.. fields.Chunk(2).Select(field => Read(field[0]!, field[1]))];
        }
        while (next != FirstPage);
    }

    /// <summary>Number of open requests.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        link.ReadAsync(db => db.HashLengthAsync(Owed), cancellationToken);

    /// <summary>Stores the conversation so that the client can continue the request later.</summary>
    public Task KeepConversationAsync(ReturnAddress from, string? directory, string taskId, CancellationToken cancellationToken) =>
        Task.WhenAll(
        ConversationKeys(from, directory)
            .Select(key => link.SpareAsync("SETEX", key, [(long)ConversationsAreKept.TotalSeconds, taskId], cancellationToken)));

    /// <summary>
    /// The task whose conversation a client continues without naming it: the one with the same request id, otherwise its latest in that
    /// directory.
    /// </summary>
    public async Task<string?> ConversationAsync(ReturnAddress from, string? directory, CancellationToken cancellationToken)
    {
        var found = await link.ReadAsync(db => Task.WhenAll(ConversationKeys(from, directory).Select(key => db.StringGetAsync(key))),
            cancellationToken);
        return (string?)found.FirstOrDefault(task => !task.IsNull);
    }

    private IEnumerable<RedisKey> ConversationKeys(ReturnAddress from, string? directory)
    {
        foreach (var name in new[] { $"of {TaskNamed(from.RequestId)}", $"in {directory}" })
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{from.Agent}\n{name}"));
            yield return $"{{ccsp:{store}:0}}:dialect:conversation:{Convert.ToHexStringLower(hash)}";
        }
    }

    /// <summary>The client library requests its task 7 as <c>pm-7</c>, and as <c>rlh-7</c> when it continues it after a limit.</summary>
    private static string TaskNamed(string requestId) =>
        Prefixes.FirstOrDefault(prefix => requestId.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            ? requestId[prefix.Length..] : requestId;

    private static OwedAnswer Read(string taskId, RedisValue value) =>
        new(taskId, JsonSerializer.Deserialize((byte[])value!, LegacyJson.Default.OpenRequest)!, value);
}
