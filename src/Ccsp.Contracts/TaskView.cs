using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A task as it is read: what was submitted, where it stands, what came of it.</summary>
public sealed record TaskView : TaskSubmission
{
    /// <summary>An empty view, for readers.</summary>
    [JsonConstructor]
    public TaskView()
    {
    }

    /// <summary>A view that begins with what was submitted.</summary>
    /// <param name="submitted">The submission.</param>
    public TaskView(TaskSubmission submitted)
        : base(submitted)
    {
    }

    /// <summary>The task's stable id (a time-ordered UUID).</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>Why it waits for a time.</summary>
    public WaitReason? WaitReason { get; init; }

    /// <summary>Until when it waits.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>Why it failed.</summary>
    public FailReason? FailReason { get; init; }

    /// <summary>The class it is served in; ageing may have promoted it above its priority.</summary>
    public Priority EffectivePriority { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it may start.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>When its latest run started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Runs that count; a run ended by a limit, a lost login or a drain does not.</summary>
    public int Runs { get; init; }

    /// <summary>Runs that were lost.</summary>
    public int Lost { get; init; }

    /// <summary>Grows with each manual retry of an ended task.</summary>
    public int Generation { get; init; }

    /// <summary>The instance that holds the lease.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The engine's resumable conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The answer as text, when ended.</summary>
    public string? Result { get; init; }

    /// <summary>Whether <see cref="Result"/> was cut; the whole text is in the run's output.</summary>
    public bool? ResultTruncated { get; init; }

    /// <summary>The answer as JSON, when a schema was asked.</summary>
    public JsonElement? StructuredResult { get; init; }

    /// <summary>
    /// In a list: the members that are cut to 200 characters or left out for their size; <c>fields</c> and a read of the task have them
    /// whole.
    /// </summary>
    public IReadOnlyList<string>? Shortened { get; init; }

    /// <summary>How the latest run ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Sum over all runs.</summary>
    public RunUsage? Usage { get; init; }
}
