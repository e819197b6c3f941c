using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>Limits of one instance. Mutable: a reload changes them.</summary>
internal sealed record ExecutionOptions
{
    /// <summary>Slots of this instance.</summary>
    [Range(1, 1000)]
    public int MaxConcurrent { get; set; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Slots kept for tasks submitted as urgent, all but one at most; null: one from four slots on, none below.</summary>
    [Range(0, 1000)]
    public int? UrgentSlots { get; set; }

    /// <summary>Free memory one more run needs, in MiB: a Claude Code process takes about 310.</summary>
    [Range(0, 1_000_000)]
    public int MemoryPerRunMiB { get; init; } = 350;

    /// <summary>Above this share of ten seconds in which all work waited for memory, fewer runs are started; 100: never.</summary>
    [Range(0, 100)]
    public double MemoryPressurePercent { get; set; } = 10;

    /// <summary>The same for some work that waited for a processor. Agents that compile keep processors busy without harm, so it is off at
    /// 100.</summary>
    [Range(0, 100)]
    public double ProcessorPressurePercent { get; set; } = 100;

    /// <summary>Poll interval of the queue in seconds, as a fallback for lost wake-ups.</summary>
    [Range(0.05, 60)]
    public double PollSeconds { get; init; } = 1;

    /// <summary>Characters of an answer kept in the store; the complete answer stays in the run's output.</summary>
    [Range(1024, 100_000_000)]
    public int ResultCharacters { get; init; } = 1_000_000;

    /// <summary>When normal and low work does not resume by itself after a provider's limit; null: never.</summary>
    public QuietHours? QuietHours { get; set; }

    /// <summary>Grace in an emergency stop, in seconds: half of it after INT, half after TERM.</summary>
    [Range(0, 60)]
    public double EmergencyGraceSeconds { get; init; } = 2;

    public TimeoutOptions Timeouts { get; init; } = new();

    public HeartbeatOptions Heartbeat { get; init; } = new();
}
