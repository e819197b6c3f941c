using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The end of a pause of the whole queue, of one class or of one group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueueResume
{
    /// <summary>Only this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only this group.</summary>
    public string? Group { get; init; }
}
