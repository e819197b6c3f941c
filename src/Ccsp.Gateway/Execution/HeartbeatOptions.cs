using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Execution;

/// <summary>How often an instance says that it lives, and how long the store believes it, in seconds.</summary>
internal sealed record HeartbeatOptions
{
    [Range(0.1, 600)]
    public double EverySeconds { get; init; } = 5;

    [Range(0.5, 3600)]
    public double ValidSeconds { get; init; } = 20;

    /// <summary>In a shared store: for how long a planned stop keeps the runs this instance's, until it is started again.</summary>
    [Range(20, 86400)]
    public double LeaveSeconds { get; init; } = 600;
}
