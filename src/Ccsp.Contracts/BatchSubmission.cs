using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Up to 1 000 tasks in one request.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BatchSubmission
{
    /// <summary>All or nothing; default: each task on its own.</summary>
    public bool? Atomic { get; init; }

    /// <summary>The tasks, 1 to 1 000.</summary>
    public IReadOnlyList<TaskSubmission>? Tasks { get; init; }
}
