using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// The Redis lists of legacy clients, and the internal lists next to them. Messages are moved, never popped, so that a crash at any point
/// leaves each one in a list.
/// </summary>
/// <param name="link">The shared store.</param>
internal sealed class RequestLists(RedisLink link)
{
    /// <summary>Maximum number of unread answers on one list.</summary>
    private const int MostAnswers = 10_000;

    /// <summary>Answers kept on a list that nobody reads while the client reads another one.</summary>
    private const int KeptUnread = 100;

    private const int KeptRejected = 1_000;

    /// <summary>Characters kept of a rejected message, for diagnosis.</summary>
    private const int KeptOfRejected = 4_096;

    /// <summary>The script's result for a key of another type.</summary>
    private const int IsNoList = -1;

    private static readonly RedisScript Take = RedisScript.Load("take");
    private static readonly RedisScript GiveBack = RedisScript.Load("giveback");
    private static readonly RedisScript TakeOver = RedisScript.Load("takeover");
    private static readonly RedisScript Answer = RedisScript.Load("answer");
    private static readonly TimeSpan AnswersAreKept = TimeSpan.FromHours(1);

    private static readonly RedisKey Requests = "ccsp:requests";
    private static readonly RedisKey Rejected = "ccsp:requests:rejected";

    /// <summary>Moves messages to the list in progress until there is one per id.</summary>
    /// <param name="ids">For the tasks of the messages moved now.</param>
    /// <returns>All messages in progress, oldest first, including earlier unfinished ones.</returns>
    public async Task<IReadOnlyList<RedisValue>> TakeAsync(string instanceId, IReadOnlyList<string> ids,
        CancellationToken cancellationToken)
    {
        var taken = await link.RunAsync(Take, [Requests, Taking(instanceId)], [.. ids.Select(id => (RedisValue)id)], cancellationToken);
        return [.. ((RedisValue[])taken!).Reverse()];
    }

    /// <summary>Finishes a message that became a task, an answer, or a rejected message.</summary>
    public Task DoneAsync(string instanceId, RedisValue entry, CancellationToken cancellationToken) =>
        link.ReadAsync(db => db.ListRemoveAsync(Taking(instanceId), entry, -1), cancellationToken);

    /// <summary>Returns messages with these ids to the front of the request list: their tasks were never created.</summary>
    public async Task<int> GiveBackAsync(string instanceId, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        (int)await link.RunAsync(GiveBack, [Requests, Taking(instanceId)], [.. ids.Select(id => (RedisValue)id)], cancellationToken);

    /// <summary>Takes over the messages of a lost instance.</summary>
    public async Task<int> TakeOverAsync(string gone, string instanceId, CancellationToken cancellationToken) =>
        (int)await link.RunAsync(TakeOver, [Taking(gone), Taking(instanceId)], [], cancellationToken);

    /// <summary>Stores the beginning of a rejected message; if the script's answer is lost it may be stored twice.</summary>
    public Task RejectAsync(RejectedMessage message, CancellationToken cancellationToken) => link.ReadAsync(
        async db =>
        {
            var kept = message with { Message = Start(message.Message) };
            await db.ListLeftPushAsync(Rejected, JsonSerializer.SerializeToUtf8Bytes(kept, LegacyJson.Default.RejectedMessage));
            await db.ListTrimAsync(Rejected, 0, KeptRejected - 1);
            return true;
        },
        cancellationToken);

    /// <summary>Appends an answer to the client's lists, once per list and ticket.</summary>
    /// <returns>Null: it is on all lists. Otherwise a sentence about the keys of another type among the client's lists; the other lists
    /// have the answer.</returns>
    public async Task<string?> AnswerAsync(ReturnAddress to, string ticket, LegacyAnswer answer, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(answer, LegacyJson.Default.LegacyAnswer);
        var tooOld = JsonSerializer.SerializeToElement(answer.Timestamp - AnswersAreKept, LegacyJson.Default.DateTimeOffset).GetString();
        var names = ListsOf(to).ToList();
        var kept = await KeptAsync(names, cancellationToken);
        Dictionary<string, int> lengths = new(StringComparer.Ordinal);
        foreach (var list in names)
        {
            lengths[list] = (int)await link.RunAsync(
                Answer, [list, $"{{{list}}}:answered:{ticket}"], [text, (long)AnswersAreKept.TotalSeconds, tooOld, kept],
                cancellationToken);
        }

        List<string> noLists = [.. lengths.Where(list => list.Value == IsNoList).Select(list => list.Key)];
        return noLists.Count == 0 ? null
            : $"Its answer cannot be put where its client looks, as this is no list: {Start(string.Join(", ", noLists))}";
    }

    /// <summary>Some of these clients read a list with a plural name, others a singular one, and one lower-cases its name.</summary>
    internal static IEnumerable<string> ListsOf(ReturnAddress to) => to.ReplyTo is { } own
        ? [own]
        : new[] { to.Agent, to.Agent.ToLowerInvariant() }.Distinct(StringComparer.Ordinal)
        .SelectMany(name => new[] { $"ccsp:responses:{name}", $"ccsp:response:{name}" });

    /// <summary>
    /// The allowed length of a list. Every answer goes to all lists of a client, which reads only one of them: the shortest list shows how
    /// many are unread, and a much longer one is not being read.
    /// </summary>
    private async Task<long> KeptAsync(List<string> lists, CancellationToken cancellationToken)
    {
        if (lists.Count < 2)
            return MostAnswers;
        var lengths = await link.ReadAsync(db => Task.WhenAll(lists.Select(list => LengthAsync(db, list))), cancellationToken);
        return Math.Clamp(lengths.Min() + 1, KeptUnread, MostAnswers);
    }

    /// <summary>A key of another type counts as an absent list.</summary>
    private static async Task<long> LengthAsync(IDatabase db, string list)
    {
        try
        {
            return await db.ListLengthAsync(list);
        }
        catch (RedisServerException ex) when (RedisTroubles.Says(ex, "WRONGTYPE"))
        {
            return MostAnswers;
        }
    }

    /// <summary>In the slot of the request list.</summary>
    private static RedisKey Taking(string instanceId) => $"{{ccsp:requests}}:taking:{instanceId}";

    private static string Start(string text) => text.Length <= KeptOfRejected ? text : text[..KeptOfRejected];
}
