using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Newest first. Null members match all.</summary>
internal sealed record TaskFilter
{
    public Choice<TaskState>? State { get; init; }

    public Choice<Priority>? Priority { get; init; }

    public Choice<string>? Agent { get; init; }

    public Choice<string>? Engine { get; init; }

    public Choice<string>? Profile { get; init; }

    public Choice<string>? Group { get; init; }

    public Choice<string>? Type { get; init; }

    /// <summary>The id of a conversation they left.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Text sought in prompt, result and metadata.</summary>
    public string? Search { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>1 to 1 000.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Last id of the previous page; ids are ordered by time.</summary>
    public string? After { get; init; }

    /// <summary>Oldest first, so that a task comes after those it depends on.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>
    /// Row budget of one page. A page that exhausts it may be short or empty and its cursor continues; the last page has none.
    /// </summary>
    public int ScanLimit { get; init; } = 100_000;

    /// <summary>Characters of prompt and result, and of a structured result; null: all of them, but for prompts that stand beside the
    /// rows.</summary>
    public int? TextCharacters { get; init; }

    /// <summary>With prompts that stand beside the rows.</summary>
    public bool Whole { get; init; }

    /// <summary>All but the text sought.</summary>
    public bool Matches(AgentTask task) =>
        State?.Has(task.State) != false
        && Priority?.Has(task.Priority) != false
        && Agent?.Has(task.Agent) != false
        && Engine?.Has(task.Engine) != false
        && Profile?.Has(task.Profile) != false
        && Group?.Has(task.Group) != false
        && (Type is null || (task.Type is { } type && Type.Has(type)))
        && (ConversationId is null || task.ConversationId == ConversationId)
        && (Since is null || task.CreatedAt >= Since)
        && (Until is null || task.CreatedAt < Until);

    /// <summary>The text sought.</summary>
    /// <param name="record">With all its members.</param>
    public bool MatchesText(TaskRecord record) =>
        Search is not { } text || TextsOf(record).Any(candidate => candidate.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> TextsOf(TaskRecord record)
    {
        yield return record.Spec.Prompt ?? "";
        yield return record.Result ?? "";
        foreach (var (name, value) in record.Spec.Metadata ?? new Dictionary<string, JsonElement>())
        {
            yield return name;
            foreach (var text in TextsOf(value))
                yield return text;
        }
    }

    /// <summary>Decoded at every depth: in JSON, non-ASCII text is an escape nobody would type.</summary>
    private static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => TextsOf(member.Value).Prepend(member.Name)),
        _ => [value.GetRawText()],
    };
}
