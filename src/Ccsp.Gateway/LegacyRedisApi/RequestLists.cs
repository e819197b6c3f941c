using System.Text.Json;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>
/// The lists the older clients know, and those beside them. A message is moved, never popped, so that it is in one list or the other
/// whenever the gateway is killed.
/// </summary>
/// <param name="link">The shared store.</param>
internal sealed class RequestLists(RedisLink link)
{
    /// <summary>The most of a client's answers that wait on one list.</summary>
    private const int MostAnswers = 10_000;

    /// <summary>How many stay on a list that nobody reads, while its client reads another one.</summary>
    private const int KeptUnread = 100;

    private const int KeptRejected = 1_000;

    /// <summary>Characters of a rejected message that are kept, for whoever looks what it was.</summary>
    private const int KeptOfRejected = 4_096;

    /// <summary>What the script says of a name that is not free for a list.</summary>
    private const int IsNoList = -1;

    private static readonly RedisScript Take = RedisScript.Load("take");
    private static readonly RedisScript GiveBack = RedisScript.Load("giveback");
    private static readonly RedisScript TakeOver = RedisScript.Load("takeover");
    private static readonly RedisScript Answer = RedisScript.Load("answer");
    private static readonly TimeSpan AnswersAreKept = TimeSpan.FromHours(1);

    private static readonly RedisKey Requests = "ccsp:requests";
    private static readonly RedisKey Rejected = "ccsp:requests:rejected";

    /// <summary>Moves messages to those being taken until there is one for each id.</summary>
    /// <param name="ids">For the tasks of messages that are moved now.</param>
    /// <returns>All that are being taken, the oldest first; also what was moved before and not done with.</returns>
    public async Task<IReadOnlyList<RedisValue>> TakeAsync(string instanceId, IReadOnlyList<string> ids,
        CancellationToken cancellationToken)
    {
        var taken = await link.RunAsync(Take, [Requests, Taking(instanceId)], [.. ids.Select(id => (RedisValue)id)], cancellationToken);
        return [.. ((RedisValue[])taken!).Reverse()];
    }

    /// <summary>A message has become a task, an answer, or a rejection.</summary>
    public Task DoneAsync(string instanceId, RedisValue entry, CancellationToken cancellationToken) =>
        link.ReadAsync(db => db.ListRemoveAsync(Taking(instanceId), entry, -1), cancellationToken);

    /// <summary>Messages go back to where they are taken first, as long as they have one of these ids: their tasks were never
    /// made.</summary>
    public async Task<int> GiveBackAsync(string instanceId, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        (int)await link.RunAsync(GiveBack, [Requests, Taking(instanceId)], [.. ids.Select(id => (RedisValue)id)], cancellationToken);

    /// <summary>What an instance was taking is taken by another one.</summary>
    public async Task<int> TakeOverAsync(string gone, string instanceId, CancellationToken cancellationToken) =>
        (int)await link.RunAsync(TakeOver, [Taking(gone), Taking(instanceId)], [], cancellationToken);

    /// <summary>Puts the start of a message aside; after a lost answer it may lie there twice.</summary>
    public Task RejectAsync(RejectedMessage message, CancellationToken cancellationToken) => link.ReadAsync(
        async db =>
        {
            var kept = message with { Message = Start(message.Message) };
            await db.ListLeftPushAsync(Rejected, JsonSerializer.SerializeToUtf8Bytes(kept, LegacyJson.Default.RejectedMessage));
            await db.ListTrimAsync(Rejected, 0, KeptRejected - 1);
            return true;
        },
        cancellationToken);

    /// <summary>Puts an answer on the lists of its client; on each once for a ticket.</summary>
    /// <returns>Null: it is on all; otherwise, in a sentence, which of the names a client chose are those of something else. The other
    /// lists have it.</returns>
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

    /// <summary>One form of these clients reads a list of the plural, others of the singular, and one writes its name small
    /// there.</summary>
    internal static IEnumerable<string> ListsOf(ReturnAddress to) => to.ReplyTo is { } own
        ? [own]
        : new[] { to.Agent, to.Agent.ToLowerInvariant() }.Distinct(StringComparer.Ordinal)
        .SelectMany(name => new[] { $"ccsp:responses:{name}", $"ccsp:response:{name}" });

    /// <summary>
    /// How many answers a list may hold. Every answer is put on all lists of a client, which reads one of them: the shortest shows how many
    /// it has not read yet, and a list much longer than that is one it does not read.
    /// </summary>
    private async Task<long> KeptAsync(List<string> lists, CancellationToken cancellationToken)
    {
        if (lists.Count < 2)
            return MostAnswers;
        var lengths = await link.ReadAsync(db => Task.WhenAll(lists.Select(list => LengthAsync(db, list))), cancellationToken);
        return Math.Clamp(lengths.Min() + 1, KeptUnread, MostAnswers);
    }

    /// <summary>A name that is that of something else counts as no list.</summary>
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

    /// <summary>In the slot of the list of requests.</summary>
    private static RedisKey Taking(string instanceId) => $"{{ccsp:requests}}:taking:{instanceId}";

    private static string Start(string text) => text.Length <= KeptOfRejected ? text : text[..KeptOfRejected];
}
