using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A task: what was submitted, its state, and its result.</summary>
public sealed record TaskView : TaskSubmission
{
    /// <summary>Creates an empty view, for deserialization.</summary>
    [JsonConstructor]
    public TaskView()
    {
    }

    /// <summary>Creates a view of a submission.</summary>
    /// <param name="submitted">The submission.</param>
    public TaskView(TaskSubmission submitted)
        : base(submitted)
    {
    }

    /// <summary>The task's stable id (a time-ordered UUID).</summary>
    public required string Id { get; init; }

    /// <summary>Its state.</summary>
    public required TaskState State { get; init; }

    /// <summary>Why it waits for a time.</summary>
    public WaitReason? WaitReason { get; init; }

    /// <summary>When the wait ends.</summary>
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

    /// <summary>Number of runs that count; those ended by a limit, a lost login or a drain do not.</summary>
    public int Runs { get; init; }

    /// <summary>Number of lost runs.</summary>
    public int Lost { get; init; }

    /// <summary>Increases with each manual retry of the ended task.</summary>
    public int Generation { get; init; }

    /// <summary>The instance that holds the lease.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The engine's resumable conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The answer as text, after the end.</summary>
    public string? Result { get; init; }

    /// <summary>Whether <see cref="Result"/> was cut; the run's output has the whole text.</summary>
    public bool? ResultTruncated { get; init; }

    /// <summary>The answer as JSON, if a schema was given.</summary>
    public JsonElement? StructuredResult { get; init; }

    /// <summary>
    /// In a list: the members that are cut to 200 characters or omitted because of their size; <c>fields</c> and a read of the task return
    /// them in full.
    /// </summary>
    public IReadOnlyList<string>? Shortened { get; init; }

    /// <summary>How the latest run ended.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Sum over all runs.</summary>
    public RunUsage? Usage { get; init; }
}
