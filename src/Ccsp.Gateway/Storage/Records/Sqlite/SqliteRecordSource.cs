namespace Ccsp.Gateway.Storage.Records.Sqlite;

/// <summary>Reads through the shared read connections; each read is a consistent snapshot.</summary>
internal sealed class SqliteRecordSource(SqliteTables tables, CancellationToken cancellationToken) : IRecordSource
{
    public ValueTask<RawRecord?> FindAsync(string kind, string key) => ReadAsync(rows => rows.Find(kind, key));

    public ValueTask<RawRange> RangeAsync(string kind, string index, string partition, long from, long to, int limit, bool descending) =>
        ReadAsync(rows => rows.Range(kind, index, partition, from, to, limit, descending));

    public ValueTask<(long Version, long Count)> CountAsync(string kind, string index, string partition) =>
        ReadAsync(rows => rows.Count(kind, index, partition));

    public ValueTask<RawRange> PageAsync(string kind, string? after, int limit) => ReadAsync(rows => rows.Page(kind, after, limit));

    public ValueTask<long> CounterAsync(CounterKey counter) => ReadAsync(rows => rows.Counter(counter));

    public ValueTask<(long Version, IReadOnlyList<CounterValue> Values)> CountersAsync(string name, string partition, long from, long to) =>
        ReadAsync(rows => rows.Counters(name, partition, from, to));

    public ValueTask<IReadOnlyList<RawCounter>> CounterPageAsync(CounterKey? after, int limit) =>
        ReadAsync<IReadOnlyList<RawCounter>>(rows => rows.CounterPage(after, limit));

    private ValueTask<T> ReadAsync<T>(Func<SqliteRecordTables, T> read) =>
        new(tables.ReadAsync(reader => read(new SqliteRecordTables(reader.Statement)), cancellationToken));
}
