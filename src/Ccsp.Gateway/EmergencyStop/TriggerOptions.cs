using System.ComponentModel.DataAnnotations;
using Ccsp.Contracts;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>
/// Automatic triggers: so many errors of a kind within so many minutes. All are off by default, because only a person ends such a stop, and
/// each of these errors already has a milder reaction: a held profile, a slower instance, a retry.
/// </summary>
internal sealed record TriggerOptions
{
    /// <summary>Hold by default, because ending healthy runs rarely helps.</summary>
    public EmergencyMode Mode { get; init; } = EmergencyMode.Hold;

    /// <summary>Runs that ended with a lost login; null: off.</summary>
    [Range(1, 1000)]
    public int? LoginLosses { get; init; }

    [Range(0.01, 1440)]
    public double LoginMinutes { get; init; } = 10;

    /// <summary>Periodic writes the store refused; null: off.</summary>
    [Range(1, 1000)]
    public int? StoreErrors { get; init; }

    [Range(0.01, 1440)]
    public double StoreMinutes { get; init; } = 1;

    /// <summary>Runs the kernel killed for lack of memory; null: off.</summary>
    [Range(1, 1000)]
    public int? MemoryEndings { get; init; }

    [Range(0.01, 1440)]
    public double MemoryMinutes { get; init; } = 10;
}
