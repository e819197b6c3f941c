namespace Ccsp.Gateway.Storage.Records.Sqlite;

/// <summary>Records in the queue's file: a step is one command of the writer thread, so it shares its commits.</summary>
internal sealed class SqliteRecordStore(SqliteTables tables, TimeProvider time) : IRecordStore
{
    public Task<T> ReadAsync<T>(Func<IRecordReader, ValueTask<T>> read, CancellationToken cancellationToken) =>
        read(new RecordStep(new SqliteRecordSource(tables, cancellationToken), time.GetUtcNow())).AsTask();

    public Task<T> WriteAsync<T>(Func<IRecordTransaction, ValueTask<T>> step, CancellationToken cancellationToken) =>
        RecordRetry.RunAsync(
            () => new RecordStep(new SqliteRecordSource(tables, cancellationToken), time.GetUtcNow()),
            step,
            batch => tables.WriteAsync(statements => new SqliteRecordTables(sql => statements[sql]).Apply(batch), cancellationToken),
            cancellationToken);
}
