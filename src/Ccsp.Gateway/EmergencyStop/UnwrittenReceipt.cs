namespace Ccsp.Gateway.EmergencyStop;

/// <summary>The result of ending a data folder's runs without its gateway.</summary>
/// <param name="Live">Runs that were alive.</param>
/// <param name="Stopped">Those of them that ended.</param>
/// <param name="StoppedAt">When the last one ended; null: some are still alive.</param>
internal sealed record UnwrittenReceipt(int Live, int Stopped, DateTimeOffset? StoppedAt);
