using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The instances that share the store.</summary>
/// <param name="Items">By id; a lost instance is listed for a day.</param>
/// <param name="Global">Figures of the live ones together.</param>
public sealed record InstanceList(
    [property: JsonRequired] IReadOnlyList<InstanceView> Items, [property: JsonRequired] GlobalFigures Global);
