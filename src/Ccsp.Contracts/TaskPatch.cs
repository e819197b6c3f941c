using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Changes to an accepted task; absent members stay unchanged.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TaskPatch
{
    /// <summary>The new class; only while it waits.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The new fairness key; only while it waits.</summary>
    public string? Group { get; init; }

    /// <summary>The new earliest start; only while it waits.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Replaces the caller's metadata; in every state.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }
}
