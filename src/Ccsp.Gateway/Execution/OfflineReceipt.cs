namespace Ccsp.Gateway.Execution;

/// <summary>The result of an emergency stop without a gateway.</summary>
/// <param name="Ended">Runs that were alive, as TASK/RUN.</param>
/// <param name="Survivors">Processes that could not be killed.</param>
/// <param name="NotKept">Why the order was not left for the next gateway; null: it was.</param>
internal sealed record OfflineReceipt(IReadOnlyList<string> Ended, IReadOnlyList<int> Survivors, string? NotKept);
