namespace Ccsp.Gateway.Storage.Records;

/// <summary>The raw reads of one store for a step, each a consistent snapshot.</summary>
internal interface IRecordSource
{
    ValueTask<RawRecord?> FindAsync(string kind, string key);

    /// <returns>The records with the version of the partition (<see cref="RecordVersions.OfPartition"/>).</returns>
    ValueTask<RawRange> RangeAsync(string kind, string index, string partition, long from, long to, int limit, bool descending);

    /// <returns>The number, with the version of the partition.</returns>
    ValueTask<(long Version, long Count)> CountAsync(string kind, string index, string partition);

    /// <returns>The records with the version of the kind (<see cref="RecordVersions.OfKind"/>).</returns>
    ValueTask<RawRange> PageAsync(string kind, string? after, int limit);

    ValueTask<long> CounterAsync(CounterKey counter);

    /// <returns>The buckets with the version of the counter (<see cref="RecordVersions.OfCounters"/>).</returns>
    ValueTask<(long Version, IReadOnlyList<CounterValue> Values)> CountersAsync(string name, string partition, long from, long to);

    /// <summary>The next counters of all features by name, partition (bytes of UTF-8) and bucket; versions of lists are none.</summary>
    /// <param name="after">The last of the page before; null for the first page.</param>
    ValueTask<IReadOnlyList<RawCounter>> CounterPageAsync(CounterKey? after, int limit);
}
