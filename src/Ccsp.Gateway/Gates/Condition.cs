namespace Ccsp.Gateway.Gates;

/// <summary>What still binds a waiting task beside what it waits for now.</summary>
/// <param name="Reason">A whole sentence for a person.</param>
/// <param name="At">The time it names; null: none.</param>
internal sealed record Condition(ConditionKind Kind, string Reason, DateTimeOffset? At);
