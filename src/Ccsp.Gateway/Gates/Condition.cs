namespace Ccsp.Gateway.Gates;

/// <summary>A further condition of a waiting task.</summary>
/// <param name="Reason">A whole sentence for a person.</param>
internal sealed record Condition(ConditionKind Kind, string Reason, DateTimeOffset? At);
