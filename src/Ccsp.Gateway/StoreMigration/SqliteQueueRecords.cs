using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Queue records of the embedded file.</summary>
internal static class SqliteQueueRecords
{
    public static IReadOnlyList<IRecords> Of(QueueWriter queue)
    {
        var restore = new SqliteRestoreStep(queue);
        return
        [
            new SqliteTaskRecords(queue.Others, (tasks, cancellationToken) => WriteAsync(queue, tasks, restore.Put, cancellationToken)),
            new SqliteEventRecords(queue.Others, (events, cancellationToken) => WriteAsync(queue, events, restore.Put, cancellationToken)),
            new SqliteStateRecords(queue.Others, (state, cancellationToken) => WriteAsync(queue, state, restore.Put, cancellationToken)),
        ];
    }

    /// <summary>Leased tasks.</summary>
    public static Task<int> LeasesAsync(SqliteTables tables, CancellationToken cancellationToken) => tables.ReadAsync(
        reader => reader.Statement("SELECT count(*) FROM task WHERE instance IS NOT NULL") is var row && row.Step() ? row.Int(0) : 0,
            cancellationToken);

    public static Task<bool> HasTasksAsync(SqliteTables tables, CancellationToken cancellationToken) => tables.ReadAsync(
        reader => reader.Statement("SELECT EXISTS (SELECT 1 FROM task) OR EXISTS (SELECT 1 FROM history)") is var row && row.Step()
            && row.Int(0) != 0, cancellationToken);

    private static Task<int> WriteAsync<T>(QueueWriter queue, IReadOnlyList<T> items, Action<T> put,
        CancellationToken cancellationToken) => queue.Thread.WriteAsync(
        new WriteKind(WriteLane.Bulk, null, items.Count),
        () =>
        {
            foreach (var item in items)
                put(item);
            return items.Count;
        },
        cancellationToken);
}
