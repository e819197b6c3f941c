using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Queue;

/// <summary>What T21 deletes.</summary>
internal sealed record RetentionOptions
{
    [Range(1, 3650)]
    public int SucceededDays { get; init; } = 30;

    [Range(1, 3650)]
    public int OtherDays { get; init; } = 90;

    /// <summary>Days what the runs of an ended task wrote stays on disk; its result and history are kept as long as the task.</summary>
    [Range(1, 3650)]
    public int OutputDays { get; init; } = 14;

    /// <summary>Ended tasks kept at most, whatever their age.</summary>
    [Range(100, 100_000_000)]
    public int MaximumCount { get; init; } = 1_000_000;
}
