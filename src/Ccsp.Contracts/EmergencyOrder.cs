using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>An order to stop everything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmergencyOrder
{
    /// <summary>A sentence for everybody who finds the gateway stopped.</summary>
    public string? Reason { get; init; }

    /// <summary>How far it goes; <c>kill</c> when absent.</summary>
    public EmergencyMode? Mode { get; init; }
}
