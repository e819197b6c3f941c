using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>One numbered fact about a task or the system.</summary>
public sealed record EventEnvelope
{
    /// <summary>Position in the store's order; null for output, which is read from the spool.</summary>
    public long? Seq { get; init; }

    /// <summary>Position within the task, gap-free; null for facts about the system.</summary>
    public int? TaskSeq { get; init; }

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, by the store's clock.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The task it is about.</summary>
    public string? TaskId { get; init; }

    /// <summary>The run it is about.</summary>
    public int? Run { get; init; }

    /// <summary>The instance it happened on.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Facts that depend on the type.</summary>
    public JsonElement? Data { get; init; }
}
