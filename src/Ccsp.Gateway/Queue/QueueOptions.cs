using System.ComponentModel.DataAnnotations;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Settings;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Limits, fairness and rules of the queue. Mutable: a reload changes them, so read them when needed.</summary>
internal sealed record QueueOptions
{
    /// <summary>Tasks that are not ended, in the whole store.</summary>
    [OptionPath("queueSize"), Range(1, 100_000_000)]
    public int Size { get; set; } = 10_000;

    /// <summary>The share of <see cref="Size"/> only urgent tasks may use.</summary>
    [Range(0, 0.9)]
    public double UrgentShare { get; set; } = 0.10;

    /// <summary>Depth per agent; null: no limit of its own.</summary>
    [Range(1, 100_000_000)]
    public int? SizePerAgent { get; set; }

    [Range(1, 100_000_000)]
    public int? SizePerGroup { get; set; }

    [Range(1, 100_000_000)]
    public int? SizePerClass { get; set; }

    /// <summary>How long an idempotency key is remembered, in hours.</summary>
    [Range(1, 24 * 365)]
    public int IdempotencyHours { get; set; } = 24;

    /// <summary>One of so many claims goes to the best task that is not urgent.</summary>
    [Range(2, 1000)]
    public int NonUrgentEvery { get; set; } = 10;

    /// <summary>Expected run seconds of a group that has not run yet; the unit of fairness.</summary>
    [Range(0.001, 86400)]
    public double ExpectedRunSeconds { get; set; } = 60;

    public TransitionRules Rules { get; set; } = new();

    public GateRules Gates { get; set; } = new();
}
