using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Records, gates and events in one commit.</summary>
internal sealed class SqliteQueueRecordBackend(SqliteTaskStore queue) : IQueueRecordBackend
{
    private readonly SqliteRecordBackend _records = new(queue.Tables);

    public IRecordSource Source(CancellationToken cancellationToken) => _records.Source(cancellationToken);

    public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) => _records.ApplyAsync(batch, cancellationToken);

    public async ValueTask<GateState?> GateAsync(string name, CancellationToken cancellationToken) =>
        await queue.Tables.ReadAsync(
            reader => GateTable.Read(reader.Statement(GateTable.OneSql).Bind(1, name)) is [var gate] ? gate : null, cancellationToken);

    public Task<bool> ApplyAsync(QueueBatch batch, CancellationToken cancellationToken) => queue.WriteAsync(
        system =>
        {
            if (!batch.Holds(system.Gate) || !new SqliteRecordTables(sql => system.Tables[sql]).Apply(batch.Records))
                return false;
            foreach (var change in batch.Changes)
                system.Change(change);
            foreach (var fact in batch.Facts)
                system.Append(fact.Type, batch.At, fact.Data);
            return true;
        },
        cancellationToken);
}
