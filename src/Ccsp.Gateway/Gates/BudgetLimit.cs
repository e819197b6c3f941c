namespace Ccsp.Gateway.Gates;

/// <summary>The budget of one period.</summary>
/// <param name="CommittedUsd">What ended runs have cost.</param>
/// <param name="ReservedUsd">What live runs may still cost.</param>
/// <param name="EndsAt">When the next period begins; null: a person decides.</param>
internal sealed record BudgetLimit(decimal LimitUsd, decimal CommittedUsd, decimal ReservedUsd, DateTimeOffset? EndsAt);
