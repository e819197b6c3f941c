using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Tests.Storage.Records.Usage;

/// <summary>What a usage ledger keeps: how far it has read the events, and a number per measure, dimension and bucket of time.</summary>
internal static class UsageRecords
{
    public const string Reader = "usage";

    public static IReadOnlyList<string> Dimensions { get; } =
        ["agent", "model", "profile", "engine", "priority", "type", "group"];

    public static IReadOnlyDictionary<string, TimeSpan> Buckets { get; } = new Dictionary<string, TimeSpan>
    {
        ["minute"] = TimeSpan.FromMinutes(1), ["hour"] = TimeSpan.FromHours(1), ["day"] = TimeSpan.FromDays(1),
    };

    /// <param name="measure">What is added up, for example <c>output</c>.</param>
    /// <param name="bucket">One of <see cref="Buckets"/>.</param>
    /// <param name="dimension">One of <see cref="Dimensions"/>.</param>
    public static CounterKey Counter(string measure, string bucket, string dimension, string value, DateTimeOffset at) =>
        new($"usage.{measure}.{bucket}", $"{dimension}/{value}", at.UtcTicks / Buckets[bucket].Ticks);
}
