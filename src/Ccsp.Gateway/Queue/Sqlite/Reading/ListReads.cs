using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Reading;

/// <summary>
/// Pages of tasks, newest first: waiting and ended rows, each state by itself where some are asked for, merged by id. A page ends where the
/// filter's rows are used up, so that no reading transaction lasts long; its cursor goes on there.
/// </summary>
internal static class ListReads
{
    private static readonly IReadOnlyList<TaskState?> AnyState = [null];

    public static TaskPage Page(SqliteReader reader, TaskFilter filter)
    {
        List<TaskRecord> found = [];
        string? last = null;
        var rows = 0;
        foreach (var task in Merge([.. Sources(filter).Select(source => Rows(reader, filter, source.Table, source.State))]))
        {
            if (rows++ == filter.ScanLimit)
                return new TaskPage(found, last);
            if (filter.Matches(task) && IsSought(reader, task, filter))
            {
                if (found.Count == filter.Limit)
                    return new TaskPage(found, found[^1].Task.Id);
                found.Add(TaskReads.Listed(reader, task, filter));
            }

            last = task.Id;
        }

        return new TaskPage(found, null);
    }

    private static bool IsSought(SqliteReader reader, AgentTask task, TaskFilter filter) =>
        filter.Search is null || filter.MatchesText(TaskReads.Record(reader, task, whole: true));

    private static IEnumerable<(string Table, TaskState? State)> Sources(TaskFilter filter) =>
        from state in filter.State?.Values.Distinct().Select(state => (TaskState?)state) ?? AnyState
        from table in (string[])["task", "history"]
        where state is null || state >= TaskState.Succeeded == (table == "history")
        select (table, state);

    private static IEnumerable<AgentTask> Rows(SqliteReader reader, TaskFilter filter, string table, TaskState? state)
    {
        // The cursor stays below the highest code point when there is none.
        var rows = reader.Statement($"SELECT {TaskRows.Columns} FROM {table} WHERE id < ?1{Narrowed(state)} ORDER BY id DESC").Bind(1, filter.After ?? "\U0010FFFF");
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

    private static IEnumerable<AgentTask> Merge(IReadOnlyList<IEnumerable<AgentTask>> sources)
    {
        var heads = sources.Select(source => source.GetEnumerator()).Where(head => head.MoveNext()).ToList();
        while (heads.MaxBy(head => head.Current.Id, StringComparer.Ordinal) is { } newest)
        {
            yield return newest.Current;
            if (newest.MoveNext())
                continue;
            newest.Dispose();
            heads.Remove(newest);
        }
    }
}
