using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The queue in figures, all from one moment.</summary>
public sealed record QueueView
{
    /// <summary>Whether it is paused.</summary>
    public required bool Paused { get; init; }

    /// <summary>The pause, when paused.</summary>
    public GateView? Pause { get; init; }

    /// <summary>Classes and groups that are paused, when any is.</summary>
    public IReadOnlyList<GateView>? Holds { get; init; }

    /// <summary>The emergency stop, while it stands.</summary>
    public EmergencyView? Emergency { get; init; }

    /// <summary>Accepted and not ended.</summary>
    public required int Depth { get; init; }

    /// <summary>How many the queue takes.</summary>
    public required int Capacity { get; init; }

    /// <summary>How many of these are kept for urgent tasks.</summary>
    public int KeptForUrgent { get; init; }

    /// <summary>Ended tasks that are still kept.</summary>
    public required int Ended { get; init; }

    /// <summary>
    /// Lanes of waiting tasks that a shared store had lost sight of and that were put back. Always 0 unless there is a defect.
    /// </summary>
    public int LanesMended { get; init; }

    /// <summary>Not-ended tasks per state; every state is there.</summary>
    public required IReadOnlyDictionary<string, int> States { get; init; }

    /// <summary>Per class.</summary>
    public required IReadOnlyDictionary<string, ClassView> Classes { get; init; }
}

/// <summary>One class of the queue.</summary>
/// <param name="Ready">May start.</param>
/// <param name="Waiting">Held, blocked or scheduled.</param>
/// <param name="OldestReadyAt">Since when the longest waiting one may start.</param>
/// <param name="NewestReadyAt">Since when the latest one may start.</param>
public sealed record ClassView(int Ready, int Waiting, DateTimeOffset? OldestReadyAt, DateTimeOffset? NewestReadyAt);

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

/// <summary>The end of a pause of the whole queue, of one class or of one group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueueResume
{
    /// <summary>Only this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only this group.</summary>
    public string? Group { get; init; }
}

/// <summary>Which waiting tasks to cancel; absent members match all.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record QueueClear
{
    /// <summary>Only in this state: held, blocked, scheduled or ready.</summary>
    public TaskState? State { get; init; }

    /// <summary>Only of this class.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Only of this group.</summary>
    public string? Group { get; init; }

    /// <summary>Only of this agent.</summary>
    public string? Agent { get; init; }

    /// <summary>A sentence for those whose tasks they were; stands in the event of each.</summary>
    public string? Reason { get; init; }
}

/// <summary>The receipt of a clear.</summary>
/// <param name="Cancelled">How many tasks were cancelled.</param>
/// <param name="Complete">Whether these were all; if not, the same request goes on.</param>
public sealed record QueueCleared(int Cancelled, bool Complete = true);
