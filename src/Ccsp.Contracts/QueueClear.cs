using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Selects waiting tasks to cancel; absent members match all.</summary>
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

    /// <summary>A sentence for the tasks' owners; recorded in each task's event.</summary>
    public string? Reason { get; init; }
}
