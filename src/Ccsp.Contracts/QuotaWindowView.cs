namespace Ccsp.Contracts;

/// <summary>The last known state of one window of a provider's quota.</summary>
/// <param name="Utilization">0 to 1.</param>
/// <param name="ResetsAt">When it resets.</param>
/// <param name="Exhausted">Whether the provider refuses requests until then.</param>
/// <param name="Source"><c>event</c>, <c>text</c> or <c>estimated</c>.</param>
/// <param name="SeenAt">When it was reported.</param>
public sealed record QuotaWindowView(double? Utilization, DateTimeOffset? ResetsAt, bool Exhausted, string Source, DateTimeOffset SeenAt);
