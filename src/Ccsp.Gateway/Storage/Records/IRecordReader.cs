namespace Ccsp.Gateway.Storage.Records;

/// <summary>Reads records. Inside a step everything that is read is guarded, also that something is not there.</summary>
internal interface IRecordReader
{
    /// <summary>Null: there is none.</summary>
    ValueTask<T?> FindAsync<T>(RecordKind<T> kind, string key)
        where T : class;

    /// <summary>Documents of one partition of an index, by order and then by key.</summary>
    /// <param name="from">The lowest order, inclusive.</param>
    /// <param name="to">The highest order, inclusive.</param>
    /// <param name="limit">1 to <see cref="RecordLimits.PageSize"/>.</param>
    ValueTask<IReadOnlyList<T>> RangeAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition, long from, long to, int limit,
        bool descending = false)
        where T : class;

    /// <summary>How many documents a partition has.</summary>
    ValueTask<long> CountAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition)
        where T : class;

    /// <summary>The next documents of a kind in the order of their keys (bytes of UTF-8).</summary>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="RecordLimits.PageSize"/>.</param>
    ValueTask<IReadOnlyList<T>> PageAsync<T>(RecordKind<T> kind, string? after, int limit)
        where T : class;

    /// <summary>0 for an absent counter.</summary>
    ValueTask<long> CounterAsync(CounterKey counter);

    /// <summary>Buckets of a counter that somebody added to, ascending.</summary>
    /// <param name="from">The lowest bucket, inclusive.</param>
    /// <param name="to">The highest bucket, inclusive.</param>
    ValueTask<IReadOnlyList<CounterValue>> CountersAsync(string name, string partition, long from, long to);
}
