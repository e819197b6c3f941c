using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Execution;

/// <summary>Heartbeat interval and lease duration, in seconds.</summary>
internal sealed record HeartbeatOptions
{
    [Range(0.1, 600)]
    public double EverySeconds { get; init; } = 5;

    [Range(0.5, 3600)]
    public double ValidSeconds { get; init; } = 20;

    /// <summary>Shared store: how long a planned stop keeps the runs' leases until the restart.</summary>
    [Range(20, 86400)]
    public double LeaveSeconds { get; init; } = 600;
}
