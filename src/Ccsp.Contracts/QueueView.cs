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
