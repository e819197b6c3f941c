using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A pause of the whole queue, of one class or of one group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueuePause
{
    /// <summary>Only this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only this group.</summary>
    public string? Group { get; init; }

    /// <summary>A sentence for those who wait.</summary>
    public string? Reason { get; init; }

    /// <summary>Resumes by itself then; absent: a person resumes it.</summary>
    public DateTimeOffset? Until { get; init; }
}
