using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>What the older clients are waiting for: the answers owed, and which task a request that is being worked on has.</summary>
/// <param name="link">The shared store.</param>
/// <param name="store">Its name; tells apart what is owed.</param>
internal sealed class OpenRequests(RedisLink link, string store)
{
    /// <summary>Fields a page has, about.</summary>
    private const int PageSize = 500;

    /// <summary>Where a scan begins, and what it says at its end.</summary>
    private const string FirstPage = "0";

    /// <summary>Clients go on with what they were told of within hours, not days.</summary>
    private static readonly TimeSpan ConversationsAreKept = TimeSpan.FromDays(1);

    private static readonly string[] Prefixes = ["pm-", "rlh-"];

    private static readonly RedisScript Current = RedisScript.Load("current");
    private static readonly RedisScript Settle = RedisScript.Load("settle");

    private RedisKey Owed => $"{{ccsp:{store}:0}}:dialect:open";

    private RedisKey Tasks => $"{{ccsp:{store}:0}}:dialect:tasks";

    /// <summary>From now on an answer is owed.</summary>
    public Task OweAsync(string taskId, OpenRequest request, CancellationToken cancellationToken) =>
        link.SpareAsync("HSET", Owed, [taskId, JsonSerializer.SerializeToUtf8Bytes(request, LegacyJson.Default.OpenRequest)],
        cancellationToken);

    /// <summary>The task of a request that is being worked on; if there is none, it is this one from now on.</summary>
    /// <param name="instead">A task that is not the request's any more.</param>
    public async Task<string> TaskOfAsync(string name, string taskId, string? instead, CancellationToken cancellationToken) =>
        (string)(await link.RunAsync(Current, [Tasks], [name, taskId, instead ?? ""], cancellationToken))!;

    /// <summary>Nothing is owed any more for what was read; what was asked for since stays.</summary>
    public Task SettleAsync(OwedAnswer owed, CancellationToken cancellationToken) =>
        link.RunAsync(Settle, [Owed, Tasks], [owed.TaskId, owed.Stored, owed.Request.Name ?? ""], cancellationToken);

    /// <summary>Those of some tasks that are owed an answer.</summary>
    public async Task<IReadOnlyList<OwedAnswer>> OwedAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        var found = taskIds.Count == 0 ? []
            : await link.ReadAsync(db => db.HashGetAsync(Owed, [.. taskIds.Select(id => (RedisValue)id)]), cancellationToken);
        return [.. taskIds.Zip(found).Where(owed => !owed.Second.IsNull).Select(owed => Read(owed.First, owed.Second))];
    }

    /// <summary>All that is owed, some at a time; what is settled or asked for meanwhile may be among it or not.</summary>
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

    /// <summary>How many answers are owed.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        link.ReadAsync(db => db.HashLengthAsync(Owed), cancellationToken);

    /// <summary>A client that goes on with a request later finds what it has begun.</summary>
    public Task KeepConversationAsync(ReturnAddress from, string? directory, string taskId, CancellationToken cancellationToken) =>
        Task.WhenAll(
        ConversationKeys(from, directory)
            .Select(key => link.SpareAsync("SETEX", key, [(long)ConversationsAreKept.TotalSeconds, taskId], cancellationToken)));

    /// <summary>The task whose conversation a client means that goes on and names none: the one of the same name, else its latest in that
    /// directory.</summary>
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

    /// <summary>The client library asks for its task 7 as <c>pm-7</c>, and as <c>rlh-7</c> when it goes on with it after a limit.</summary>
    private static string TaskNamed(string requestId) =>
        Prefixes.FirstOrDefault(prefix => requestId.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix
            ? requestId[prefix.Length..] : requestId;

    private static OwedAnswer Read(string taskId, RedisValue value) =>
        new(taskId, JsonSerializer.Deserialize((byte[])value!, LegacyJson.Default.OpenRequest)!, value);
}
