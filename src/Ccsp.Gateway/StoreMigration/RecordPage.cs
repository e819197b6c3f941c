namespace Ccsp.Gateway.StoreMigration;

/// <summary>Some records of one kind.</summary>
/// <param name="Records">JSON, UTF-8.</param>
/// <param name="Next">Where the next page begins; null when there is none.</param>
internal sealed record RecordPage(IReadOnlyList<byte[]> Records, string? Next);
