using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>A task with its submission and, when ended, its result.</summary>
internal sealed record TaskRecord(AgentTask Task, TaskSubmission Spec)
{
    public string? Result { get; init; }

    public bool ResultTruncated { get; init; }

    public JsonElement? StructuredResult { get; init; }

    /// <summary>In a list: the members that are cut or left out, by their names on the wire.</summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];
}

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

    /// <summary>The last id of the page before; ids are ordered by time.</summary>
    public string? After { get; init; }

    /// <summary>From the oldest on, so that a task comes after those it depends on.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Rows looked at for one page. One that ends there is short, perhaps empty, and its cursor goes on; the last page has none.</summary>
    public int ScanLimit { get; init; } = 100_000;

    /// <summary>Characters of prompt and result, and of a structured result; null: all of them, but for prompts that stand beside the rows.</summary>
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
    public bool MatchesText(TaskRecord record) => Search is not { } text || TextsOf(record).Any(one => one.Contains(text, StringComparison.OrdinalIgnoreCase));

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

    /// <summary>Decoded at every depth: as JSON, whatever is not plain ASCII stands in it as an escape that nobody would type.</summary>
    private static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => TextsOf(member.Value).Prepend(member.Name)),
        _ => [value.GetRawText()],
    };
}

/// <param name="Items">Newest first.</param>
/// <param name="Next">Cursor of the next page, null at the end.</param>
internal sealed record TaskPage(IReadOnlyList<TaskRecord> Items, string? Next);

/// <summary>Events of one task after a task number, or of all after a store number.</summary>
internal sealed record EventQuery(string? TaskId, long After, int Limit);

internal sealed record RunRecord
{
    public required string TaskId { get; init; }

    public required int Number { get; init; }

    public required int Generation { get; init; }

    public required string InstanceId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public string? ConversationId { get; init; }

    public int Pid { get; init; }

    public long StartTime { get; init; }

    public string? BootId { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Ending? Ending { get; init; }

    public RunUsage? Usage { get; init; }
}

/// <summary>The queue in figures, all from one moment.</summary>
internal sealed record QueueSnapshot
{
    /// <summary>Not-ended tasks per state and per class (effective class for ready ones).</summary>
    public required IReadOnlyDictionary<TaskState, int> ByState { get; init; }

    public required IReadOnlyDictionary<Priority, ClassDepth> ByClass { get; init; }

    /// <summary>Accepted and not ended.</summary>
    public required int Depth { get; init; }

    public required int Capacity { get; init; }

    /// <summary>The part of <see cref="Capacity"/> only urgent tasks may use.</summary>
    public int KeptForUrgent { get; init; }

    /// <summary>Ended tasks that are still kept.</summary>
    public required int Ended { get; init; }

    /// <summary>Lanes of waiting tasks that stood nowhere in a shared store and were put back; 0 unless there is a defect.</summary>
    public int LanesMended { get; init; }

    /// <summary>The emergency stop, if it stands.</summary>
    public EmergencyState? Emergency { get; init; }

    /// <summary>Classes and groups that are held closed, by name.</summary>
    public IReadOnlyList<GateState> Holds { get; init; } = [];

    /// <summary>The pause, if the queue is paused.</summary>
    public GateState? Pause { get; init; }
}

internal sealed record ClassDepth(int Ready, int Waiting, DateTimeOffset? OldestReadyAt, DateTimeOffset? NewestReadyAt);
