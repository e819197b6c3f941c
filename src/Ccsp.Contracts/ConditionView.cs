namespace Ccsp.Contracts;

/// <summary>What still binds a waiting task beside what it waits for now.</summary>
/// <param name="Kind"><c>dependency</c>, <c>start-time</c>, <c>gate</c> or <c>expiry</c>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="At">The time it names.</param>
public sealed record ConditionView(string Kind, string Reason, DateTimeOffset? At);
