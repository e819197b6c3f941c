namespace Ccsp.Gateway.Storage.Records.Sqlite;

/// <summary>Reads and writes the record tables with the statements of any connection.</summary>
/// <param name="statement">Returns the prepared statement for a text.</param>
internal sealed class SqliteRecordTables(Func<string, SqliteStatement> statement)
{
    private const string FindSql = "SELECT key, version, json FROM record WHERE kind = ?1 AND key = ?2";
    private const string PageSql = "SELECT key, version, json FROM record WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3";
    private const string FirstPageSql = "SELECT key, version, json FROM record WHERE kind = ?1 ORDER BY key LIMIT ?3";
    private const string VersionSql = "SELECT version FROM record WHERE kind = ?1 AND key = ?2";
    private const string CounterSql = "SELECT value FROM counter WHERE name = ?1 AND partition = ?2 AND bucket = ?3";

    private const string RangeSql =
        "SELECT record.key, version, json FROM record_index JOIN record ON record.kind = record_index.kind AND record.key = "
            + "record_index.key "
        + "WHERE record_index.kind = ?1 AND name = ?2 AND partition = ?3 AND position BETWEEN ?4 AND ?5 "
        + "ORDER BY position, record_index.key LIMIT ?6";

    private const string DescendingSql =
        "SELECT record.key, version, json FROM record_index JOIN record ON record.kind = record_index.kind AND record.key = "
            + "record_index.key "
        + "WHERE record_index.kind = ?1 AND name = ?2 AND partition = ?3 AND position BETWEEN ?4 AND ?5 "
        + "ORDER BY position DESC, record_index.key DESC LIMIT ?6";

    private const string CountSql = "SELECT count(*) FROM record_index WHERE kind = ?1 AND name = ?2 AND partition = ?3";

    private const string CountersSql =
        "SELECT bucket, value FROM counter WHERE name = ?1 AND partition = ?2 AND bucket BETWEEN ?3 AND ?4 ORDER BY bucket";

    // Names of versions begin with ~ and stand behind those of features.
    private const string CounterPageSql =
        "SELECT name, partition, bucket, value FROM counter WHERE (name, partition, bucket) > (?1, ?2, ?3) AND name < '~' "
            + "ORDER BY name, partition, bucket LIMIT ?4";

    private const string PutSql =
        "INSERT INTO record (kind, key, version, json) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET version = ?3, json = ?4";

    private const string RemoveSql = "DELETE FROM record WHERE kind = ?1 AND key = ?2";

    private const string EnterSql =
        "INSERT INTO record_index (kind, name, partition, position, key) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";

    private const string LeaveSql =
        "DELETE FROM record_index WHERE kind = ?1 AND name = ?2 AND partition = ?3 AND position = ?4 AND key = ?5";

    private const string AddSql =
        "INSERT INTO counter (name, partition, bucket, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET value = value + ?4";

    public RawRecord? Find(string kind, string key) => One(statement(FindSql).Bind(1, kind).Bind(2, key));

    public RawRange Range(string kind, string index, string partition, long from, long to, int limit, bool descending) => new(
        Counter(RecordVersions.OfPartition(kind, index, partition)),
        statement(descending ? DescendingSql : RangeSql).Bind(1, kind).Bind(2, index).Bind(3, partition).Bind(4, from).Bind(5, to)
            .Bind(6, limit).All(Read));

    public (long Version, long Count) Count(string kind, string index, string partition)
    {
        var count = statement(CountSql).Bind(1, kind).Bind(2, index).Bind(3, partition);
        return (Counter(RecordVersions.OfPartition(kind, index, partition)), Number(count));
    }

    public RawRange Page(string kind, string? after, int limit)
    {
        var page = statement(after is null ? FirstPageSql : PageSql).Bind(1, kind).Bind(3, limit);
        if (after is not null)
            page.Bind(2, after);
        return new RawRange(Counter(RecordVersions.OfKind(kind)), page.All(Read));
    }

    public long Counter(CounterKey counter) =>
        Number(statement(CounterSql).Bind(1, counter.Name).Bind(2, counter.Partition).Bind(3, counter.Bucket));

    public (long Version, IReadOnlyList<CounterValue> Values) Counters(string name, string partition, long from, long to)
    {
        var values = statement(CountersSql).Bind(1, name).Bind(2, partition).Bind(3, from).Bind(4, to);
        return (Counter(RecordVersions.OfCounters(name, partition)), values.All(row => new CounterValue(row.Long(0), row.Long(1))));
    }

    public IReadOnlyList<RawCounter> CounterPage(CounterKey? after, int limit)
    {
        var from = after ?? new CounterKey("");
        return statement(CounterPageSql).Bind(1, from.Name).Bind(2, from.Partition).Bind(3, from.Bucket).Bind(4, limit)
            .All(row => new RawCounter(new CounterKey(row.Text(0), row.Text(1), row.Long(2)), row.Long(3)));
    }

    /// <summary>Call it on the writer thread.</summary>
    /// <returns>False when a guard failed; then nothing was written.</returns>
    public bool Apply(RecordBatch batch)
    {
        if (!batch.Guards.All(Holds))
            return false;
        foreach (var write in batch.Writes)
            Apply(write);
        return true;
    }

    private bool Holds(RecordGuard guard) => guard switch
    {
        RecordGuard.Document document =>
            Number(statement(VersionSql).Bind(1, document.Kind).Bind(2, document.Key)) == document.Version,
        RecordGuard.Counter counter => Counter(counter.Key) == counter.Value,
        _ => throw new InvalidOperationException($"No way to look after {guard}."),
    };

    private void Apply(RecordWrite write)
    {
        switch (write)
        {
            case RecordWrite.Put put:
                statement(PutSql).Bind(1, put.Kind).Bind(2, put.Record.Key).Bind(3, put.Record.Version).BindText(4, put.Record.Json).Run();
                break;
            case RecordWrite.Remove remove:
                statement(RemoveSql).Bind(1, remove.Kind).Bind(2, remove.Key).Run();
                break;
            case RecordWrite.Enter enter:
                Bind(statement(EnterSql), enter.Kind, enter.Place, enter.Key).Run();
                break;
            case RecordWrite.Leave leave:
                Bind(statement(LeaveSql), leave.Kind, leave.Place, leave.Key).Run();
                break;
            case RecordWrite.Add add:
                statement(AddSql).Bind(1, add.Key.Name).Bind(2, add.Key.Partition).Bind(3, add.Key.Bucket).Bind(4, add.By).Run();
                break;
            default:
                throw new InvalidOperationException($"No way to write {write}.");
        }
    }

    private static SqliteStatement Bind(SqliteStatement statement, string kind, IndexPlace place, string key) =>
        statement.Bind(1, kind).Bind(2, place.Index).Bind(3, place.Entry.Partition).Bind(4, place.Entry.Order).Bind(5, key);

    private static RawRecord Read(SqliteStatement row) => new(row.Text(0), row.Long(1), row.Bytes(2).ToArray());

    private static RawRecord? One(SqliteStatement row)
    {
        if (!row.Step())
            return null;
        var record = Read(row);
        row.Reset();
        return record;
    }

    /// <summary>0 without a row.</summary>
    private static long Number(SqliteStatement row)
    {
        if (!row.Step())
            return 0;
        var number = row.Long(0);
        row.Reset();
        return number;
    }
}
