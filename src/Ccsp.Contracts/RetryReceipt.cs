namespace Ccsp.Contracts;

/// <summary>What a mass retry did, or would do.</summary>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Matched">Tasks the filter names.</param>
/// <param name="Retried">Tasks that run again; 0 in a dry run.</param>
/// <param name="AsOf">Tasks that ended later were not looked at.</param>
/// <param name="First">The ids of the first of them, newest first.</param>
/// <param name="Refused">The first of those that were not retried, each with the reason; someone else acted on them meanwhile.</param>
public sealed record RetryReceipt(
    bool DryRun, int Matched, int Retried, DateTimeOffset AsOf, IReadOnlyList<string> First, IReadOnlyDictionary<string, string> Refused);
