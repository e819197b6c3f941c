using Ccsp.Contracts;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Reading;

/// <summary>
/// Pages of tasks by id. Waiting and ended rows, or each state asked for, are merged by id. A page ends when the filter's row budget is
/// used up, so that no read transaction lasts long; its cursor continues there.
/// </summary>
internal static class SqliteListReads
{
    private static readonly IReadOnlyList<TaskState?> AnyState = [null];

    public static TaskPage Page(SqliteReader reader, TaskFilter filter)
    {
        List<TaskRecord> found = [];
        string? last = null;
        var rows = 0;
        List<IEnumerable<AgentTask>> sources = [.. Sources(filter).Select(source => Rows(reader, filter, source.Table, source.State))];
        foreach (var task in Merge(sources, filter.OldestFirst))
        {
            if (rows++ == filter.ScanLimit)
                return new TaskPage(found, last);
            if (filter.Matches(task) && IsSought(reader, task, filter))
            {
                if (found.Count == filter.Limit)
                    return new TaskPage(found, found[^1].Task.Id);
                found.Add(SqliteTaskReads.Listed(reader, task, filter));
            }

            last = task.Id;
        }

        return new TaskPage(found, null);
    }

    private static bool IsSought(SqliteReader reader, AgentTask task, TaskFilter filter) =>
        filter.Search is null || filter.MatchesText(SqliteTaskReads.Record(reader, task, whole: true));

    private static IEnumerable<(string Table, TaskState? State)> Sources(TaskFilter filter) =>
        from state in filter.State?.Values.Distinct().Select(state => (TaskState?)state) ?? AnyState
        from table in (string[])["task", "history"]
        where state is null || state >= TaskState.Succeeded == (table == "history")
        select (table, state);

    private static IEnumerable<AgentTask> Rows(SqliteReader reader, TaskFilter filter, string table, TaskState? state)
    {
        // Sorts before every id in the requested order.
        var (beyond, order, before) = filter.OldestFirst ? (">", "ASC", "") : ("<", "DESC", "\U0010FFFF");
        var rows = reader
            .Statement($"SELECT {TaskRows.Columns} FROM {table} WHERE id {beyond} ?1{Narrowed(state)} ORDER BY id {order}")
            .Bind(1, filter.After ?? before);
        while (rows.Step())
            yield return TaskRows.Read(rows);
    }

    /// <summary>Matches the partial indexes, so that a rare state is not searched among a million rows.</summary>
    private static string Narrowed(TaskState? state) => state switch
    {
        null => "",
        TaskState.Held or TaskState.Blocked or TaskState.Scheduled => $" AND state = {(int)state} AND state < 3",
        TaskState.Ready or TaskState.Succeeded => $" AND state = {(int)state}",
        TaskState.Starting or TaskState.Running or TaskState.Stopping => $" AND state = {(int)state} AND instance IS NOT NULL",
        _ => $" AND state = {(int)state} AND state <> 7",
    };

    private static IEnumerable<AgentTask> Merge(IReadOnlyList<IEnumerable<AgentTask>> sources, bool oldestFirst)
    {
        var heads = sources.Select(source => source.GetEnumerator()).Where(head => head.MoveNext()).ToList();
        while ((oldestFirst ? heads.MinBy(IdOf, StringComparer.Ordinal) : heads.MaxBy(IdOf, StringComparer.Ordinal)) is { } next)
        {
            yield return next.Current;
            if (next.MoveNext())
                continue;
            next.Dispose();
            heads.Remove(next);
        }

        static string IdOf(IEnumerator<AgentTask> head) => head.Current.Id;
    }
}
