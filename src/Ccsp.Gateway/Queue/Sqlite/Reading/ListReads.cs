using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Reading;

/// <summary>
/// Pages of tasks, newest first: waiting and ended rows merged by id. A search looks at a bounded number of rows per page; when it finds
/// too few among them the page ends there and its cursor goes on.
/// </summary>
internal static class ListReads
{
    /// <summary>Rows looked at per page; about 0.2 s.</summary>
    private const int RowBudget = 100_000;

    /// <summary>Rows whose texts are looked at per page.</summary>
    private const int SearchBudget = 10_000;

    public static TaskPage Page(SqliteReader reader, TaskFilter filter)
    {
        List<TaskRecord> found = [];
        string? last = null;
        var (rows, searched) = (0, 0);
        foreach (var task in Merge(Rows(reader, filter, "task"), Rows(reader, filter, "history")))
        {
            if (++rows > RowBudget || searched > SearchBudget)
                return new TaskPage(found, last);
            if (filter.Matches(task) && Searched(reader, task, filter, ref searched) is { } record)
            {
                if (found.Count == filter.Limit)
                    return new TaskPage(found, found[^1].Task.Id);
                found.Add(record);
            }

            last = task.Id;
        }

        return new TaskPage(found, null);
    }

    private static TaskRecord? Searched(SqliteReader reader, AgentTask task, TaskFilter filter, ref int searched)
    {
        if (filter.Search is null)
            return TaskReads.Record(reader, task, whole: false);
        searched++;
        var record = TaskReads.Record(reader, task, whole: true);
        return filter.MatchesText(record) ? TaskReads.Record(reader, task, whole: false) : null;
    }

    private static IEnumerable<AgentTask> Rows(SqliteReader reader, TaskFilter filter, string table)
    {
        if (filter.State is { } state && state >= TaskState.Succeeded != (table == "history"))
            yield break;
        // The cursor stays below the highest code point when there is none.
        var rows = reader.Statement($"SELECT {TaskRows.Columns} FROM {table} WHERE id < ?1{Narrowed(filter.State)} ORDER BY id DESC").Bind(1, filter.After ?? "\U0010FFFF");
        while (rows.Step())
            yield return TaskRows.Read(rows);
    }

    /// <summary>Written as the partial indexes are, so that a rare state is not looked for among a million others.</summary>
    private static string Narrowed(TaskState? state) => state switch
    {
        null => "",
        TaskState.Held or TaskState.Blocked or TaskState.Scheduled => $" AND state = {(int)state} AND state < 3",
        TaskState.Ready or TaskState.Succeeded => $" AND state = {(int)state}",
        TaskState.Starting or TaskState.Running or TaskState.Stopping => $" AND state = {(int)state} AND instance IS NOT NULL",
        _ => $" AND state = {(int)state} AND state <> 7",
    };

    private static IEnumerable<AgentTask> Merge(IEnumerable<AgentTask> one, IEnumerable<AgentTask> other)
    {
        using var a = one.GetEnumerator();
        using var b = other.GetEnumerator();
        var (hasA, hasB) = (a.MoveNext(), b.MoveNext());
        while (hasA || hasB)
        {
            if (hasA && (!hasB || string.CompareOrdinal(a.Current.Id, b.Current.Id) > 0))
            {
                yield return a.Current;
                hasA = a.MoveNext();
            }
            else
            {
                yield return b.Current;
                hasB = b.MoveNext();
            }
        }
    }
}
