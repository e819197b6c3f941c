using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Execution;

/// <summary>How often an instance says that it lives, and how long the store believes it, in seconds.</summary>
internal sealed record HeartbeatOptions
{
    [Range(0.1, 600)]
    public double EverySeconds { get; init; } = 5;

    [Range(0.5, 3600)]
    public double ValidSeconds { get; init; } = 20;
}
