namespace Ccsp.Gateway.Storage.Records.Sqlite;

/// <summary>Records in the queue's database: a batch is one command of the writer thread, so it shares that thread's commits.</summary>
internal sealed class SqliteRecordBackend(SqliteTables tables) : IRecordBackend
{
    public IRecordSource Source(CancellationToken cancellationToken) => new SqliteRecordSource(tables, cancellationToken);

    public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) =>
        tables.WriteAsync(
            statements => new SqliteRecordTables(sql => statements[sql]).Apply(batch), cancellationToken, Failpoints.Record);
}
