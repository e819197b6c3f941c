using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Reading;

/// <summary>Single tasks with their events, runs and leases.</summary>
internal static class SqliteTaskReads
{
    private const string PayloadSql = "SELECT json FROM payload WHERE id = ?1";
    private const string ResultSql = "SELECT text, truncated, structured FROM result WHERE id = ?1";
    private const string ShortResultSql =
        "SELECT substr(text, 1, ?2 + 1), truncated, CASE WHEN length(structured) <= ?2 THEN structured END, length(structured) > ?2 FROM "
            + "result WHERE id = ?1";
    private const string RunsSql = $"SELECT {RunTable.Columns} FROM run WHERE task_id = ?1 ORDER BY number";
    private const string EventsOfTaskSql =
        $"SELECT {EventLog.Columns} FROM event WHERE task_id = ?1 AND task_seq > ?2 ORDER BY task_seq LIMIT ?3";
    private const string EventsSql = $"SELECT {EventLog.Columns} FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    private const string SubmissionSql = "SELECT json FROM submission WHERE id = ?1";
    private const string LeasesSql = $"SELECT {TaskRows.Columns} FROM task WHERE instance = ?1 ORDER BY id";

    public static AgentTask? Task(SqliteReader reader, string id) =>
        Find(reader.Statement($"SELECT {TaskRows.Columns} FROM task WHERE id = ?1"), id)
        ?? Find(reader.Statement($"SELECT {TaskRows.Columns} FROM history WHERE id = ?1"), id);

    /// <param name="whole">Include members too large for a list.</param>
    public static TaskRecord? Record(SqliteReader reader, string id, bool whole) =>
        Task(reader, id) is { } task ? Record(reader, task, whole) : null;

    public static TaskRecord Record(SqliteReader reader, AgentTask task, bool whole)
    {
        var record = new TaskRecord(task, Submission(reader, task.Id, whole));
        var result = reader.Statement(ResultSql).Bind(1, task.Id);
        if (!result.Step())
            return record;
        record = record with
        {
            Result = result.TextOrNull(0),
            ResultTruncated = result.Int(1) != 0,
            StructuredResult = result.IsNull(2) ? null : JsonSerializer.Deserialize(result.Bytes(2), StoreJson.Default.JsonElement),
        };
        result.Reset();
        return record;
    }

    /// <summary>A list item with as much text as the filter asks for.</summary>
    public static TaskRecord Listed(SqliteReader reader, AgentTask task, TaskFilter filter)
    {
        if (filter.TextCharacters is not { } most)
            return Record(reader, task, filter.Whole);
        var record = ListedTexts.Of(new TaskRecord(task, Submission(reader, task.Id, whole: false)), filter);
        var result = reader.Statement(ShortResultSql).Bind(1, task.Id).Bind(2, (long)most);
        if (!result.Step())
            return record;
        var text = result.TextOrNull(0);
        List<string> shortened = [.. record.Shortened];
        if (text?.Length > most)
            shortened.Add("result");
        if (result.LongOrNull(3) == 1)
            shortened.Add("structuredResult");
        record = record with
        {
            Result = ListedTexts.Cut(text, most),
            ResultTruncated = result.Int(1) != 0,
            StructuredResult = result.IsNull(2) ? null : JsonSerializer.Deserialize(result.Bytes(2), StoreJson.Default.JsonElement),
            Shortened = shortened,
        };
        result.Reset();
        return record;
    }

    public static TaskSubmission Submission(SqliteReader reader, string id, bool whole)
    {
        if (whole && reader.Statement(PayloadSql).Bind(1, id) is var payload && payload.Step())
            return Parse(payload);
        var row = reader.Statement(SubmissionSql).Bind(1, id);
        return row.Step() ? Parse(row) : throw new InvalidDataException($"Task {id} has no submission.");
    }

    public static IReadOnlyList<StoredEvent> Events(SqliteReader reader, EventQuery query)
    {
        var rows = query.TaskId is { } id
            ? reader.Statement(EventsOfTaskSql).Bind(1, id).Bind(2, query.After).Bind(3, query.Limit)
            : reader.Statement(EventsSql).Bind(1, query.After).Bind(2, query.Limit);
        return rows.All(EventLog.Read);
    }

    public static IReadOnlyList<RunRecord> Runs(SqliteReader reader, string taskId) =>
        reader.Statement(RunsSql).Bind(1, taskId).All(RunTable.Read);

    public static IReadOnlyList<ClaimedTask> Leases(SqliteReader reader, string instanceId) =>
    [
        .. reader.Statement(LeasesSql).Bind(1, instanceId).All(TaskRows.Read)
            .Select(task => new ClaimedTask(task, Submission(reader, task.Id, whole: true))),
    ];

    private static AgentTask? Find(SqliteStatement row, string id)
    {
        if (!row.Bind(1, id).Step())
            return null;
        var task = TaskRows.Read(row);
        row.Reset();
        return task;
    }

    private static TaskSubmission Parse(SqliteStatement row)
    {
        var spec = SubmissionText.Read(row.Bytes(0));
        row.Reset();
        return spec;
    }
}
