namespace Ccsp.Gateway.Gates;

/// <param name="Basis">From what it was reckoned, in one sentence.</param>
internal sealed record StartEstimate(DateTimeOffset At, string Basis);
