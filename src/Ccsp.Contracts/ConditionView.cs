namespace Ccsp.Contracts;

/// <summary>A further condition of a waiting task, besides what it waits for now.</summary>
/// <param name="Kind"><c>dependency</c>, <c>start-time</c>, <c>gate</c> or <c>expiry</c>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="At">Its time, if it has one.</param>
public sealed record ConditionView(string Kind, string Reason, DateTimeOffset? At);
