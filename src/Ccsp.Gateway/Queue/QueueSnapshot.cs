using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Queue;

/// <summary>Queue statistics from one moment.</summary>
internal sealed record QueueSnapshot
{
    /// <summary>Not-ended tasks per state and per class (effective class for ready ones).</summary>
    public required IReadOnlyDictionary<TaskState, int> ByState { get; init; }

    public required IReadOnlyDictionary<Priority, ClassDepth> ByClass { get; init; }

    /// <summary>Accepted and not ended.</summary>
    public required int Depth { get; init; }

    public required int Capacity { get; init; }

    /// <summary>The part of <see cref="Capacity"/> only urgent tasks may use.</summary>
    public int KeptForUrgent { get; init; }

    /// <summary>Ended tasks that are still kept.</summary>
    public required int Ended { get; init; }

    /// <summary>Lanes that a shared store had lost and put back; 0 unless there is a defect.</summary>
    public int LanesMended { get; init; }

    /// <summary>The active emergency stop, if any.</summary>
    public EmergencyState? Emergency { get; init; }

    /// <summary>Classes and groups that are held closed, by name.</summary>
    public IReadOnlyList<GateState> Holds { get; init; } = [];

    /// <summary>The pause, if the queue is paused.</summary>
    public GateState? Pause { get; init; }
}
