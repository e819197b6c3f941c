using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The result of a mass retry, or its preview.</summary>
/// <param name="DryRun">Whether nothing was changed.</param>
/// <param name="Matched">Number of tasks that match the filter.</param>
/// <param name="Retried">Number of retried tasks; 0 in a dry run.</param>
/// <param name="AsOf">Tasks that ended later were skipped.</param>
/// <param name="First">The ids of some of them, newest first.</param>
/// <param name="Refused">Some of those that were not retried, with the reason: somebody else acted on them meanwhile.</param>
public sealed record RetryReceipt(
    bool DryRun, [property: JsonRequired] int Matched, int Retried, DateTimeOffset AsOf, IReadOnlyList<string> First,
    IReadOnlyDictionary<string, string> Refused);
