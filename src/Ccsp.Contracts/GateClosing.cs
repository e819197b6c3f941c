using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Closes a gate.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateClosing
{
    /// <summary>A sentence for those who wait.</summary>
    public string? Reason { get; init; }

    /// <summary>When it opens by itself; absent: a person opens it.</summary>
    public DateTimeOffset? Until { get; init; }
}
