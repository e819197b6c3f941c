using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Dialect;

/// <summary>
/// The lists the older clients know, and those beside them. A message is moved, never popped, so that it is in one list or the other whenever the
/// gateway is killed.
/// </summary>
/// <param name="link">The shared store.</param>
/// <param name="store">Name of the store; tells apart what is owed.</param>
internal sealed class RequestLists(RedisLink link, string store)
{
    private const int KeptRejected = 1_000;

    /// <summary>Characters of a rejected message that are kept, for whoever looks what it was.</summary>
    private const int KeptOfRejected = 4_096;

    /// <summary>What the script says of a name that is not free for a list.</summary>
    private const int IsNoList = -1;

    private static readonly RedisScript Answer = RedisScript.Load("answer");
    private static readonly RedisScript GiveBack = RedisScript.Load("giveback");
    private static readonly TimeSpan AnswersAreKept = TimeSpan.FromHours(1);

    private static readonly RedisKey Requests = "ccsp:requests";
    private static readonly RedisKey Rejected = "ccsp:requests:rejected";

    private RedisKey Open => $"{{ccsp:{store}:0}}:dialect:open";

    /// <summary>Moves up to some messages to those being taken, the oldest first.</summary>
    public async Task<IReadOnlyList<RedisValue>> TakeAsync(string instanceId, int most, CancellationToken stop)
    {
        // Pipelined on one connection, so they are moved in this order.
        var moved = await link.ReadAsync(db => Task.WhenAll(Enumerable.Range(0, most).Select(_ => db.ListRightPopLeftPushAsync(Requests, Taking(instanceId)))), stop);
        return [.. moved.Where(message => !message.IsNull)];
    }

    /// <summary>A message has become a task, an answer, or a rejection.</summary>
    public Task DoneAsync(string instanceId, RedisValue message, CancellationToken stop) => link.ReadAsync(db => db.ListRemoveAsync(Taking(instanceId), message, 1), stop);

    /// <summary>Messages an instance was taking go back to where they are taken first.</summary>
    public async Task<int> GiveBackAsync(string instanceId, CancellationToken stop) => (int)await link.RunAsync(GiveBack, [Requests, Taking(instanceId)], [], stop);

    /// <summary>Puts the start of a message aside; after a lost answer it may lie there twice.</summary>
    public Task RejectAsync(RejectedMessage message, CancellationToken stop) => link.ReadAsync(
        async db =>
        {
            var kept = message with { Message = Start(message.Message) };
            await db.ListLeftPushAsync(Rejected, JsonSerializer.SerializeToUtf8Bytes(kept, DialectJson.Default.RejectedMessage));
            await db.ListTrimAsync(Rejected, 0, KeptRejected - 1);
            return true;
        },
        stop);

    /// <summary>From now on an answer is owed.</summary>
    public Task OweAsync(string taskId, OpenRequest request, CancellationToken stop) =>
        link.SpareAsync("HSET", Open, [taskId, JsonSerializer.SerializeToUtf8Bytes(request, DialectJson.Default.OpenRequest)], stop);

    public Task SettleAsync(string taskId, CancellationToken stop) => link.ReadAsync(db => db.HashDeleteAsync(Open, taskId), stop);

    /// <summary>Those of some tasks that are owed an answer.</summary>
    public async Task<IReadOnlyList<(string TaskId, OpenRequest Request)>> OwedAsync(IReadOnlyList<string> taskIds, CancellationToken stop)
    {
        var found = taskIds.Count == 0 ? [] : await link.ReadAsync(db => db.HashGetAsync(Open, [.. taskIds.Select(id => (RedisValue)id)]), stop);
        return [.. taskIds.Zip(found).Where(one => !one.Second.IsNull).Select(one => (one.First, Read(one.Second)))];
    }

    /// <summary>All that is owed.</summary>
    public async Task<IReadOnlyList<(string TaskId, OpenRequest Request)>> AllOwedAsync(CancellationToken stop)
    {
        var all = await link.ReadAsync(db => db.HashGetAllAsync(Open), stop);
        return [.. all.Select(one => ((string)one.Name!, Read(one.Value)))];
    }

    /// <summary>Puts an answer on the lists of its client; on each once for a ticket.</summary>
    /// <returns>Null: it is on all; otherwise, in a sentence, which of the names a client chose are those of something else. The other lists have it.</returns>
    public async Task<string?> AnswerAsync(ReturnAddress to, string ticket, OldAnswer answer, CancellationToken stop)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(answer, DialectJson.Default.OldAnswer);
        List<string> noLists = [];
        foreach (var list in ListsOf(to))
        {
            if ((int)await link.RunAsync(Answer, [list, $"{{{list}}}:answered:{ticket}"], [text, (long)AnswersAreKept.TotalSeconds], stop) == IsNoList)
                noLists.Add(list);
        }

        return noLists.Count == 0 ? null : $"Its answer cannot be put where its client looks, as this is no list: {Start(string.Join(", ", noLists))}";
    }

    /// <summary>One form of these clients reads a list of the plural, others of the singular, and one writes its name small there.</summary>
    internal static IEnumerable<string> ListsOf(ReturnAddress to) => to.ReplyTo is { } own
        ? [own]
        : new[] { to.Agent, to.Agent.ToLowerInvariant() }.Distinct(StringComparer.Ordinal).SelectMany(name => new[] { $"ccsp:responses:{name}", $"ccsp:response:{name}" });

    /// <summary>In the slot of the list of requests.</summary>
    private static RedisKey Taking(string instanceId) => $"{{ccsp:requests}}:taking:{instanceId}";

    private static string Start(string text) => text.Length <= KeptOfRejected ? text : text[..KeptOfRejected];

    private static OpenRequest Read(RedisValue value) => JsonSerializer.Deserialize((byte[])value!, DialectJson.Default.OpenRequest)!;
}
