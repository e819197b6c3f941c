using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Execution;

/// <summary>Limits of one instance. Mutable: a reload changes them.</summary>
internal sealed record ExecutionOptions
{
    /// <summary>Slots of this instance.</summary>
    [OptionPath("maxConcurrent"), Range(1, 1000)]
    public int MaxConcurrent { get; set; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Slots kept for tasks submitted as urgent, all but one at most; null: one from four slots on, none below.</summary>
    [OptionPath("queue.urgentSlots"), Range(0, 1000)]
    public int? UrgentSlots { get; set; }

    public LimitsOptions Limits { get; init; } = new();

    public TimeoutOptions Timeouts { get; init; } = new();

    public HeartbeatOptions Heartbeat { get; init; } = new();

    public EmergencyOptions EmergencyStop { get; init; } = new();
}
