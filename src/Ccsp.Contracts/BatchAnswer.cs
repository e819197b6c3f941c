namespace Ccsp.Contracts;

/// <summary>The answer to a batch, one item per task in the same order.</summary>
/// <param name="Accepted">How many were accepted.</param>
/// <param name="Refused">How many were not.</param>
/// <param name="Items">One per task.</param>
public sealed record BatchAnswer(int Accepted, int Refused, IReadOnlyList<BatchItem> Items);
