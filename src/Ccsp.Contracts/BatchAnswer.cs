using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The answer to a batch, with one item per task in the same order.</summary>
/// <param name="Accepted">Number of accepted tasks.</param>
/// <param name="Refused">Number of refused tasks.</param>
/// <param name="Items">One per task.</param>
public sealed record BatchAnswer(int Accepted, int Refused, [property: JsonRequired] IReadOnlyList<BatchItem> Items);
