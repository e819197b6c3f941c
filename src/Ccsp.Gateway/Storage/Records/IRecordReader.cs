namespace Ccsp.Gateway.Storage.Records;

/// <summary>Reads records. Within a step everything that is read is guarded, including absence.</summary>
internal interface IRecordReader
{
    /// <summary>Null: absent.</summary>
    ValueTask<T?> FindAsync<T>(RecordKind<T> kind, string key)
        where T : class;

    /// <summary>Documents of one partition of an index, sorted by order, then by key.</summary>
    /// <param name="from">The lowest order, inclusive.</param>
    /// <param name="to">The highest order, inclusive.</param>
    /// <param name="limit">1 to <see cref="RecordLimits.PageSize"/>.</param>
    ValueTask<IReadOnlyList<T>> RangeAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition, long from, long to, int limit,
        bool descending = false)
        where T : class;

    /// <summary>The number of documents in a partition.</summary>
    ValueTask<long> CountAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition)
        where T : class;

    /// <summary>The next documents of a kind, sorted by key (UTF-8 bytes).</summary>
    /// <param name="after">The last key of the previous page; null for the first page.</param>
    /// <param name="limit">1 to <see cref="RecordLimits.PageSize"/>.</param>
    ValueTask<IReadOnlyList<T>> PageAsync<T>(RecordKind<T> kind, string? after, int limit)
        where T : class;

    /// <summary>0 for an absent counter.</summary>
    ValueTask<long> CounterAsync(CounterKey counter);

    /// <summary>The existing buckets of a counter, ascending.</summary>
    /// <param name="from">The lowest bucket, inclusive.</param>
    /// <param name="to">The highest bucket, inclusive.</param>
    ValueTask<IReadOnlyList<CounterValue>> CountersAsync(string name, string partition, long from, long to);
}
