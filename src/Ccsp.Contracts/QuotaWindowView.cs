namespace Ccsp.Contracts;

/// <summary>What was last heard of one window of a provider's quota.</summary>
/// <param name="Utilization">0 to 1.</param>
/// <param name="ResetsAt">When it starts anew.</param>
/// <param name="Exhausted">The provider refuses requests until then.</param>
/// <param name="Source"><c>event</c>, <c>text</c> or <c>estimated</c>.</param>
/// <param name="SeenAt">When it was heard.</param>
public sealed record QuotaWindowView(double? Utilization, DateTimeOffset? ResetsAt, bool Exhausted, string Source, DateTimeOffset SeenAt);
