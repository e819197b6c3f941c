using System.Text.Json;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Appends events and keeps those of the current batch, to publish them once they are on disk.</summary>
internal sealed class EventLog(sqlite3 db, MetaTable meta, RollbackLog rollback) : IDisposable
{
    public const string Columns = "seq, task_id, task_seq, type, at, run, instance, data";

    private readonly SqliteStatement _insert = new(db, $"INSERT INTO event ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly List<StoredEvent> _uncommitted = [];

    public void Append(TaskFact fact) => Append(new StoredEvent(
        meta.LastEvent + 1, fact.TaskId, fact.TaskSeq, fact.Type, fact.At, fact.Run, fact.InstanceId,
        JsonSerializer.Serialize(fact.Data, FactJson.Default.FactData)));

    /// <summary>A system event.</summary>
    public void Append(string type, DateTimeOffset at, string? instanceId, string data) =>
        Append(new StoredEvent(meta.LastEvent + 1, null, null, type, at, null, instanceId, data));

    /// <summary>An event from another store, under its own number; it is not published.</summary>
    public void Restore(StoredEvent stored) => Insert(stored);

    public IReadOnlyList<StoredEvent> TakeCommitted()
    {
        if (_uncommitted.Count == 0)
            return [];
        var committed = _uncommitted.ToArray();
        _uncommitted.Clear();
        return committed;
    }

    public void Forget() => _uncommitted.Clear();

    public static StoredEvent Read(SqliteStatement row) => new(
        row.Long(0), row.TextOrNull(1), (int?)row.LongOrNull(2), row.Text(3), Milliseconds.Time(row.Long(4)), (int?)row.LongOrNull(5),
        row.TextOrNull(6), row.Text(7));

    public void Dispose() => _insert.Dispose();

    private void Insert(StoredEvent stored) =>
        _insert.Bind(1, stored.Seq).Bind(2, stored.TaskId).Bind(3, (long?)stored.TaskSeq).Bind(4, stored.Type)
        .Bind(5, Milliseconds.Of(stored.At)).Bind(6, (long?)stored.Run).Bind(7, stored.InstanceId).Bind(8, stored.Data).Run();

    private void Append(StoredEvent stored)
    {
        Insert(stored);
        meta.LastEvent = stored.Seq;
        _uncommitted.Add(stored);
        rollback.Push(() =>
        {
            _uncommitted.RemoveAt(_uncommitted.Count - 1);
            meta.LastEvent--;
        });
    }
}
