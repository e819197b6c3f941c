using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Task rows: <c>task</c> until they end, <c>history</c> afterwards.</summary>
internal sealed class TaskTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _findHot = new(db, $"SELECT {TaskRows.Columns} FROM task WHERE id = ?1");
    private readonly SqliteStatement _findEnded = new(db, $"SELECT {TaskRows.Columns} FROM history WHERE id = ?1");
    private readonly SqliteStatement _leased = new(db, $"SELECT {TaskRows.Columns} FROM task WHERE instance IS NOT NULL");
    private readonly SqliteStatement _insertHot = new(db, $"INSERT INTO task ({TaskRows.Columns}) VALUES ({TaskRows.Parameters})");
    private readonly SqliteStatement _insertEnded = new(db, $"INSERT INTO history ({TaskRows.Columns}) VALUES ({TaskRows.Parameters})");
    private readonly SqliteStatement _updateHot = new(db, $"UPDATE task SET {TaskRows.Assignments} WHERE id = ?1");
    private readonly SqliteStatement _updateEnded = new(db, $"UPDATE history SET {TaskRows.Assignments} WHERE id = ?1");
    // Updates only columns without an index.
    private readonly SqliteStatement _updateLeased = new(db,
        "UPDATE task SET state = ?2, runs = ?3, last_run = ?4, started_at = ?5, conversation_id = ?6, stop_reason = ?7, stop_actor = ?8, "
        + "stop_at = ?9, event_count = ?10 WHERE id = ?1");
    private readonly SqliteStatement _updateClaimed = new(db,
        "UPDATE task SET state = ?2, lane = NULL, promote_at = NULL, instance = ?3, token = ?4, lease_run = ?5, claimed_at = ?6, charged "
        + "= ?7, event_count = ?8 WHERE id = ?1");
    private readonly SqliteStatement _deleteHot = new(db, "DELETE FROM task WHERE id = ?1");
    private readonly SqliteStatement _deleteEnded = new(db, "DELETE FROM history WHERE id = ?1");
    private readonly SqliteStatement _unlist = new(db, "UPDATE task SET lane = NULL WHERE id = ?1");

    /// <exception cref="InvalidDataException">The row is invalid.</exception>
    public AgentTask? Find(string id) => Find(_findHot, id) ?? Find(_findEnded, id);

    public AgentTask? FindHot(string id) => Find(_findHot, id);

    public List<AgentTask> Leased()
    {
        List<AgentTask> tasks = [];
        while (_leased.Step())
            tasks.Add(TaskRows.Read(_leased));
        return tasks;
    }

    public void Write(AgentTask? before, AgentTask after, long? lane)
    {
        if (before is null)
            TaskRows.Bind(after.IsTerminal ? _insertEnded : _insertHot, after, lane).Run();
        else if (before.IsTerminal != after.IsTerminal)
            Move(after, lane);
        else if (before.Lease is not null && before.Lease == after.Lease)
            UpdateLeased(after);
        else if (before.State == TaskState.Ready && after.State == TaskState.Starting)
            UpdateClaimed(after);
        else
            TaskRows.Bind(after.IsTerminal ? _updateEnded : _updateHot, after, lane).Run();
    }

    public void DeleteEnded(string id) => _deleteEnded.Bind(1, id).Run();

    /// <summary>Takes an unreadable row out of its lane, so that the tasks behind it are served.</summary>
    public void Unlist(string id) => _unlist.Bind(1, id).Run();

    public void Dispose()
    {
        foreach (var statement in new[] { _findHot, _findEnded, _leased, _insertHot, _insertEnded, _updateHot, _updateEnded, _updateLeased,
            _updateClaimed, _deleteHot, _deleteEnded, _unlist })
            statement.Dispose();
    }

    private void Move(AgentTask after, long? lane)
    {
        (after.IsTerminal ? _deleteHot : _deleteEnded).Bind(1, after.Id).Run();
        TaskRows.Bind(after.IsTerminal ? _insertEnded : _insertHot, after, lane).Run();
    }

    private void UpdateLeased(AgentTask after)
    {
        _updateLeased.Bind(1, after.Id).Bind(2, (long)after.State).Bind(3, after.Runs).Bind(4, after.LastRun)
            .Bind(5, Milliseconds.Of(after.StartedAt)).Bind(6, after.ConversationId).Bind(10, after.EventCount);
        TaskRows.BindStop(_updateLeased, 7, after.Stop);
        _updateLeased.Run();
    }

    private void UpdateClaimed(AgentTask after)
    {
        _updateClaimed.Bind(1, after.Id).Bind(2, (long)after.State).Bind(8, after.EventCount);
        TaskRows.BindLease(_updateClaimed, 3, after.Lease!);
        _updateClaimed.Run();
    }

    private static AgentTask? Find(SqliteStatement statement, string id)
    {
        if (!statement.Bind(1, id).Step())
            return null;
        try
        {
            return TaskRows.Read(statement);
        }
        finally
        {
            statement.Reset();
        }
    }
}
