namespace Ccsp.Gateway.EmergencyStop;

/// <summary>What became of the runs of a data folder that were ended without its gateway.</summary>
/// <param name="Live">How many were alive.</param>
/// <param name="Stopped">How many of them ended.</param>
/// <param name="StoppedAt">When none was alive any more; null: some are.</param>
internal sealed record UnwrittenReceipt(int Live, int Stopped, DateTimeOffset? StoppedAt);
