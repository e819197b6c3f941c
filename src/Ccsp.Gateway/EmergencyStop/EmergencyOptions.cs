using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.EmergencyStop;

/// <summary>How an emergency stop ends runs, and its automatic triggers.</summary>
internal sealed record EmergencyOptions
{
    /// <summary>Seconds a run gets to end by itself before it is killed.</summary>
    [Range(0, 60)]
    public double GraceSeconds { get; init; } = 2;

    public TriggerOptions Triggers { get; init; } = new();
}
