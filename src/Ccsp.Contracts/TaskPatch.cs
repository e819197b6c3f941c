using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>What may be changed of a task after it was accepted; absent members stay as they are.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TaskPatch
{
    /// <summary>The new class; only while it waits.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The new fairness key; only while it waits.</summary>
    public string? Group { get; init; }

    /// <summary>Not before this time; only while it waits.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Replaces the caller's own facts; in every state.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
