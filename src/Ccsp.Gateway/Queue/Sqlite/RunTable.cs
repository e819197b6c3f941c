using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

internal sealed class RunTable(sqlite3 db) : IDisposable
{
    public const string Columns =
        "task_id, number, generation, instance, started_at, conversation_id, pid, start_time, boot_id, ended_at, ending, usage";

    private readonly SqliteStatement _insert = new(db,
        "INSERT INTO run (task_id, number, generation, instance, started_at, conversation_id, pid, start_time, boot_id) VALUES (?1, ?2, "
        + "?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    private readonly SqliteStatement _restore =
        new(db, $"INSERT INTO run ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    private readonly SqliteStatement _end = new(db,
        "UPDATE run SET ended_at = ?3, ending = ?4, usage = ?5, conversation_id = coalesce(?6, conversation_id) WHERE task_id = ?1 AND "
        + "number = ?2");

    public void Insert(AgentTask task, RunStarted started) => _insert.Bind(1, task.Id).Bind(2, task.LastRun).Bind(3, task.Generation)
        .Bind(4, task.Lease!.InstanceId).Bind(5, Milliseconds.Of(started.Now)).Bind(6, task.ConversationId)
        .Bind(7, started.Pid).Bind(8, started.StartTime).Bind(9, started.BootId).Run();

    /// <summary>No-op for a run that was never confirmed.</summary>
    public void End(string taskId, int number, DateTimeOffset at, Ending? ending, RunUsage usage, string? conversationId)
    {
        _end.Bind(1, taskId).Bind(2, number).Bind(3, Milliseconds.Of(at)).Bind(6, conversationId);
        TaskRows.BindEnding(_end, 4, ending);
        TaskRows.BindUsage(_end, 5, usage);
        _end.Run();
    }

    /// <summary>A run from another store.</summary>
    public void Restore(RunRecord run)
    {
        _restore.Bind(1, run.TaskId).Bind(2, run.Number).Bind(3, run.Generation).Bind(4, run.InstanceId)
            .Bind(5, Milliseconds.Of(run.StartedAt))
            .Bind(6, run.ConversationId).Bind(7, run.Pid).Bind(8, run.StartTime).Bind(9, run.BootId).Bind(10, Milliseconds.Of(run.EndedAt));
        TaskRows.BindEnding(_restore, 11, run.Ending);
        TaskRows.BindUsage(_restore, 12, run.Usage);
        _restore.Run();
    }

    public static RunRecord Read(SqliteStatement row) => new()
    {
        TaskId = row.Text(0),
        Number = row.Int(1),
        Generation = row.Int(2),
        InstanceId = row.Text(3),
        StartedAt = Milliseconds.Time(row.Long(4)),
        ConversationId = row.TextOrNull(5),
        Pid = row.Int(6),
        StartTime = row.Long(7),
        BootId = row.TextOrNull(8),
        EndedAt = Milliseconds.Time(row.LongOrNull(9)),
        Ending = TaskRows.ReadEnding(row, 10),
        Usage = row.IsNull(9) ? null : TaskRows.ReadUsage(row, 11) ?? RunUsage.None,
    };

    public void Dispose()
    {
        _insert.Dispose();
        _restore.Dispose();
        _end.Dispose();
    }
}
