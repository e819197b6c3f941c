using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Pauses the whole queue, one class or one group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueuePause
{
    /// <summary>Only this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only this group.</summary>
    public string? Group { get; init; }

    /// <summary>A sentence for those who wait.</summary>
    public string? Reason { get; init; }

    /// <summary>When it resumes by itself; absent: a person resumes it.</summary>
    public DateTimeOffset? Until { get; init; }
}
