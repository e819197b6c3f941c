using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Why a gate is closed, and until when.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GateClosing
{
    /// <summary>A sentence for those who wait.</summary>
    public string? Reason { get; init; }

    /// <summary>Opens by itself then; absent: a person opens it.</summary>
    public DateTimeOffset? Until { get; init; }
}
