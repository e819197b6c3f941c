using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The gates with settings or state of their own.</summary>
/// <param name="Items">By name.</param>
public sealed record GateList([property: JsonRequired] IReadOnlyList<GateView> Items);
