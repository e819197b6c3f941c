using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// What sets the emergency stop off by itself: so many of a kind within so many minutes. All are off unless configured, because only a
/// person ends such a stop, and each of these troubles already has a milder answer: a held profile, a slower instance, a run that is tried
/// again.
/// </summary>
internal sealed record TriggerOptions
{
    /// <summary>Mostly nothing is gained by ending runs that go on well.</summary>
    public EmergencyMode Mode { get; init; } = EmergencyMode.Hold;

    /// <summary>Runs that ended with a lost login; null: off.</summary>
    [Range(1, 1000)]
    public int? LoginLosses { get; init; }

    /// <summary>Within so many minutes.</summary>
    [Range(0.01, 1440)]
    public double LoginMinutes { get; init; } = 10;

    /// <summary>Periodic writes the store refused; null: off.</summary>
    [Range(1, 1000)]
    public int? StoreErrors { get; init; }

    /// <summary>Within so many minutes.</summary>
    [Range(0.01, 1440)]
    public double StoreMinutes { get; init; } = 1;

    /// <summary>Runs the kernel killed for memory; null: off.</summary>
    [Range(1, 1000)]
    public int? MemoryEndings { get; init; }

    /// <summary>Within so many minutes.</summary>
    [Range(0.01, 1440)]
    public double MemoryMinutes { get; init; } = 10;
}
