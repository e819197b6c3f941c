using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Up to 1 000 tasks in one request.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BatchSubmission
{
    /// <summary>All or nothing; default: each task for itself.</summary>
    public bool? Atomic { get; init; }

    /// <summary>The tasks, 1 to 1 000.</summary>
    public IReadOnlyList<TaskSubmission>? Tasks { get; init; }
}

/// <summary>The answer to a batch, one item per task in the same order.</summary>
/// <param name="Accepted">How many were accepted.</param>
/// <param name="Refused">How many were not.</param>
/// <param name="Items">One per task.</param>
public sealed record BatchAnswer(int Accepted, int Refused, IReadOnlyList<BatchItem> Items);

/// <summary>What became of one task of a batch: it, or why not.</summary>
/// <param name="Status">The HTTP status it would have had alone.</param>
/// <param name="Task">The task, when accepted.</param>
/// <param name="Error">The reason, when not.</param>
public sealed record BatchItem(int Status, TaskView? Task, Problem? Error);
