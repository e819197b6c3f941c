using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Queue.Sqlite.Reading;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Tasks of the embedded file, by id.</summary>
internal sealed class SqliteTaskRecords(SqliteTables tables, Func<IReadOnlyList<MovedTask>, CancellationToken, Task> put)
    : JsonRecords<MovedTask>("tasks", MigrationJson.Default.MovedTask)
{
    private const int Page = 100;

    private const string PageSql =
        $"SELECT {TaskRows.Columns} FROM task WHERE id > ?1 UNION ALL SELECT {TaskRows.Columns} FROM history WHERE id > ?1 ORDER BY id "
            + "LIMIT ?2";

    private const string ParentsSql = "SELECT parent, open FROM edge WHERE child = ?1 ORDER BY parent";

    private const string KeySql = "SELECT caller, key, hash, expires_at FROM idempotency WHERE task_id = ?1";

    protected override async Task<(IReadOnlyList<MovedTask> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var page = await tables.ReadAsync<IReadOnlyList<MovedTask>>(
            reader => [.. reader.Statement(PageSql).Bind(1, after ?? "").Bind(2, Page).All(TaskRows.Read)
                .Select(task => Whole(reader, SqliteTaskReads.Record(reader, task, whole: true)))], cancellationToken);
        return (page, page.Count < Page ? null : page[^1].Id);
    }

    protected override Task PutAsync(IReadOnlyList<MovedTask> items, CancellationToken cancellationToken) => put(items, cancellationToken);

    private static MovedTask Whole(SqliteReader reader, TaskRecord record)
    {
        var id = record.Task.Id;
        return MovedTask.Of(record) with
        {
            Runs = SqliteTaskReads.Runs(reader, id),
            Parents = reader.Statement(ParentsSql).Bind(1, id)
                .All(row => new MovedParent(row.Text(0), row.Int(1) != 0 && !record.Task.IsTerminal)),
            Key = reader.Statement(KeySql).Bind(1, id).All(row => new MovedKey(row.Text(0), row.Text(1), row.TextOrNull(2), row.Long(3)))
                .FirstOrDefault(),
        };
    }
}
