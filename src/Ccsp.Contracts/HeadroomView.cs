using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Shares of a provider window, 0 to 1; usage above them is reserved for urgent and high tasks.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HeadroomView
{
    /// <summary>For normal tasks.</summary>
    public double Normal { get; init; } = 0.90;

    /// <summary>For low tasks.</summary>
    public double Low { get; init; } = 0.75;
}
