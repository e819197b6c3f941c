using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The runs of a task.</summary>
/// <param name="Items">By number.</param>
public sealed record RunList([property: JsonRequired] IReadOnlyList<RunView> Items);
