namespace Ccsp.Contracts;

/// <summary>The queue's figures, as a consistent snapshot.</summary>
public sealed record QueueView
{
    /// <summary>Whether it is paused.</summary>
    public required bool Paused { get; init; }

    /// <summary>The pause, if paused.</summary>
    public GateView? Pause { get; init; }

    /// <summary>Paused classes and groups, if any.</summary>
    public IReadOnlyList<GateView>? Holds { get; init; }

    /// <summary>The emergency stop, while it is in force.</summary>
    public EmergencyView? Emergency { get; init; }

    /// <summary>Tasks that were accepted and have not ended.</summary>
    public required int Depth { get; init; }

    /// <summary>The maximum depth.</summary>
    public required int Capacity { get; init; }

    /// <summary>The part of it reserved for urgent tasks.</summary>
    public int KeptForUrgent { get; init; }

    /// <summary>Ended tasks that are still kept.</summary>
    public required int Ended { get; init; }

    /// <summary>
    /// Number of lanes of waiting tasks that a shared store had lost and that were repaired. Always 0 unless there is a bug.
    /// </summary>
    public int LanesMended { get; init; }

    /// <summary>Unfinished tasks per state; contains every state.</summary>
    public required IReadOnlyDictionary<string, int> States { get; init; }

    /// <summary>Per class.</summary>
    public required IReadOnlyDictionary<string, ClassView> Classes { get; init; }
}
