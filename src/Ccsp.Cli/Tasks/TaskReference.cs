using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary>
/// Resolves a reference to a task: its whole id, the beginning or end of it, or <c>last</c>. Ids sort by time, so a beginning needs one
/// page of the list; an end is searched among the newest tasks.
/// </summary>
internal static class TaskReference
{
    public const string Last = "last";

    private const int ShortestEnd = 4;
    private const int Newest = 1000;
    private const int Shown = 5;
    private const string Highest = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    // Rows contain id and state anyway.
    private static readonly string[] IdOnly = ["id"];

    public static async Task<string> FindAsync(GatewayClient client, Shell shell, string text, CancellationToken cancellationToken)
    {
        if (text == Last)
            return await LastAsync(client, shell.Variable("CCSP_AGENT"), cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
            throw CliFailure.Usage("the id of a task is empty; give it, a beginning or end of it, or last");
        if (Guid.TryParseExact(text, "D", out var whole))
            return whole.ToString("D");
        if (!IsPart(text))
            return text;
        var part = text.ToLowerInvariant();
        if (IsBeginning(part) && await BeginningAsync(client, part, cancellationToken) is { Count: > 0 } beginning)
            return Only(text, "begins", beginning);
        if (part.Length >= ShortestEnd && await EndAsync(client, part, cancellationToken) is { Count: > 0 } end)
            return Only(text, "ends", end);
        throw new CliFailure(
            $"no task begins with '{text}', and none of the newest {Newest} ends with it (an end has at least {ShortestEnd} characters)",
            ExitCodes.Failed);
    }

    public static async Task<IReadOnlyList<string>> FindAllAsync(
        GatewayClient client, Shell shell, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        List<string> found = [];
        foreach (var text in texts)
            found.Add(await FindAsync(client, shell, text, cancellationToken));
        return found;
    }

    /// <summary>Among the caller's own tasks if the agent is given: all users of a machine share one key.</summary>
    private static async Task<string> LastAsync(GatewayClient client, string? agent, CancellationToken cancellationToken)
    {
        var page = await client.ListTasksAsync(new TaskQuery { Limit = 1, Agent = agent, Fields = IdOnly }, cancellationToken);
        return page.Items is [var newest]
            ? newest.Id
            : throw CliFailure.Usage(agent is null ? "there is no task yet" : $"the agent {agent} (CCSP_AGENT) has no task yet");
    }

    /// <summary>Whether it can be a part of an id; anything else goes to the gateway, which refuses it.</summary>
    private static bool IsPart(string text) => text.Length is > 0 and < 36 && text.All(c => char.IsAsciiHexDigit(c) || c == '-');

    /// <summary>Whether its dashes are at an id's positions.</summary>
    private static bool IsBeginning(string part) => part.Zip(Highest).All(pair => (pair.First == '-') == (pair.Second == '-'));

    private static async Task<IReadOnlyList<TaskView>> BeginningAsync(GatewayClient client, string part,
        CancellationToken cancellationToken)
    {
        var page = await client.ListTasksAsync(
            new TaskQuery { Cursor = part + Highest[part.Length..], Limit = Shown + 1, Fields = IdOnly }, cancellationToken);
        return [.. page.Items.Where(task => task.Id.StartsWith(part, StringComparison.Ordinal))];
    }

    private static async Task<IReadOnlyList<TaskView>> EndAsync(GatewayClient client, string part, CancellationToken cancellationToken)
    {
        var page = await client.ListTasksAsync(new TaskQuery { Limit = Newest, Fields = IdOnly }, cancellationToken);
        return [.. page.Items.Where(task => task.Id.EndsWith(part, StringComparison.Ordinal)).Take(Shown + 1)];
    }

    private static string Only(string text, string how, IReadOnlyList<TaskView> found)
    {
        if (found is [var one])
            return one.Id;
        var more = found.Count > Shown ? ", …" : "";
        var candidates = string.Join(", ", found.Take(Shown).Select(task => $"{task.Id} ({EnumNames<TaskState>.Of(task.State)})"));
        throw CliFailure.Usage($"more than one task {how} with '{text}': {candidates}{more}");
    }
}
