using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>How the emergency stop ends runs, and what sets it off without a person.</summary>
internal sealed record EmergencyOptions
{
    /// <summary>What a run gets to end by itself before the kill, in seconds.</summary>
    [Range(0, 60)]
    public double GraceSeconds { get; init; } = 2;

    public TriggerOptions Triggers { get; init; } = new();
}
