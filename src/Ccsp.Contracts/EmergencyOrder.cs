using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Orders an emergency stop.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmergencyOrder
{
    /// <summary>A sentence for people who find the gateway stopped.</summary>
    public string? Reason { get; init; }

    /// <summary>The level; <c>kill</c> when absent.</summary>
    public EmergencyMode? Mode { get; init; }
}
