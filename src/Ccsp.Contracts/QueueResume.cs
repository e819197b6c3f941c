using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Resumes the whole queue, one class or one group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueueResume
{
    /// <summary>Only this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only this group.</summary>
    public string? Group { get; init; }
}
