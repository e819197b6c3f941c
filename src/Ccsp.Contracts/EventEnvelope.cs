using System.Text.Json;

namespace Ccsp.Contracts;

/// <summary>A numbered event about a task or the system.</summary>
public sealed record EventEnvelope
{
    /// <summary>Position in the store's order; null for output, which is read from the spool.</summary>
    public long? Seq { get; init; }

    /// <summary>Position within the task, without gaps; null for system events.</summary>
    public int? TaskSeq { get; init; }

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, by the store's clock.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Its task.</summary>
    public string? TaskId { get; init; }

    /// <summary>Its run.</summary>
    public int? Run { get; init; }

    /// <summary>Its instance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Data that depends on the type.</summary>
    public JsonElement? Data { get; init; }
}
