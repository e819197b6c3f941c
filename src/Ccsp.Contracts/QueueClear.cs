using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Which waiting tasks to cancel; absent members match all.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueueClear
{
    /// <summary>Only in this state: held, blocked, scheduled or ready.</summary>
    public TaskState? State { get; init; }

    /// <summary>Only of this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only of this group.</summary>
    public string? Group { get; init; }

    /// <summary>Only of this agent.</summary>
    public string? Agent { get; init; }

    /// <summary>A sentence for those whose tasks they were; stands in the event of each.</summary>
    public string? Reason { get; init; }
}
