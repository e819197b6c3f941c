using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <inheritdoc cref="IOutbox"/>
internal sealed class SqliteOutbox(SqliteTables tables, NotifyOptions options) : IOutbox
{
    // Within a topic the order is kept: an end must not overtake its trouble. Only what waits for a later hour is passed by.
    private const string DueSql =
        $"SELECT {OutboxRows.Columns} FROM notification n WHERE channel = ?1 AND state = 0 AND due_at <= ?2 AND NOT EXISTS (" +
        "SELECT 1 FROM notification e WHERE e.channel = ?1 AND e.topic = n.topic AND e.state < 2 AND e.id < n.id AND (e.tries > 0 OR e.due_at <= ?2)) " +
        "AND NOT EXISTS (SELECT 1 FROM notification_channel c WHERE c.name = ?1 AND c.paused_until > ?2) ORDER BY due_at, id LIMIT ?3";
    private const string SendingSql = "UPDATE notification SET state = 1, tries = tries + 1 WHERE id = ?1 AND state = 0";
    private const string RecoverSql = "UPDATE notification SET state = 0 WHERE channel = ?1 AND state = 1";
    private const string PruneSql =
        "DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE state >= 2 AND (done_at < ?1 OR id <= " +
        "(SELECT id FROM notification WHERE state >= 2 ORDER BY id DESC LIMIT 1 OFFSET ?2)) LIMIT 500)";
    private const string PruneTopicsSql = "DELETE FROM notification_topic WHERE at < ?1";

    private readonly RouteStep routing = new(options);
    private int version;

    public int Version => Volatile.Read(ref version);

    public Task<long> CursorAsync(CancellationToken stop) => tables.ReadAsync(
        reader =>
        {
            var row = reader.Statement("SELECT seq FROM notification_cursor");
            return row.Step() ? row.Long(0) : 0;
        },
        stop);

    public Task<int> RouteAsync(IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now, CancellationToken stop) =>
        WriteAsync(db => routing.Run(new SqliteOutboxTable(db), notices, cursor, now), stop);

    public Task<bool> AddAsync(string channel, Notice notice, DateTimeOffset now, CancellationToken stop) =>
        WriteAsync(db => OutboxRows.Insert(db, channel, notice, notice.Body, now, now), stop);

    public async Task<IReadOnlyList<OutboxEntry>> TakeAsync(string channel, DateTimeOffset now, int limit, CancellationToken stop)
    {
        var due = await tables.ReadAsync(
            reader => reader.Statement(DueSql).Bind(1, channel).Bind(2, OutboxRows.Milliseconds(now)).Bind(3, limit).All(OutboxRows.Read), stop);
        return due.Count == 0 ? due : await tables.WriteAsync<IReadOnlyList<OutboxEntry>>(db => [.. due.Where(entry => Mark(db, entry)).Select(Sending)], stop);
    }

    public Task<DateTimeOffset?> NextDueAsync(string channel, CancellationToken stop) => tables.ReadAsync(
        reader =>
        {
            var row = reader.Statement("SELECT min(due_at) FROM notification WHERE channel = ?1 AND state = 0").Bind(1, channel);
            row.Step();
            return OutboxRows.TimeOrNull(row, 0);
        },
        stop);

    public Task<int> RecoverAsync(string channel, CancellationToken stop) => WriteAsync(
        db =>
        {
            db[RecoverSql].Bind(1, channel).Run();
            return db.Changes;
        },
        stop);

    public Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset now, CancellationToken stop) => WriteAsync(
        db =>
        {
            SettleStep.Run(db, entry, step, now);
            return true;
        },
        stop);

    public Task NoteAsync(string channel, string? error, DateTimeOffset? pausedUntil, DateTimeOffset now, CancellationToken stop) => WriteAsync(
        db =>
        {
            if (error is null)
                SettleStep.Good(db, channel, now);
            else
                SettleStep.Bad(db, channel, error, pausedUntil, now);
            return true;
        },
        stop);

    public Task<bool> IsBusyAsync(string channel, string topic, CancellationToken stop) => tables.ReadAsync(
        reader => reader.Statement("SELECT 1 FROM notification WHERE channel = ?1 AND topic = ?2 AND state < 2").Bind(1, channel).Bind(2, topic).Step(), stop);

    public Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken stop) => tables.ReadAsync<IReadOnlyList<OutboxEntry>>(
        reader => reader.Statement(
                $"SELECT {OutboxRows.Columns} FROM notification WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR channel = ?2) AND (?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4")
            .Bind(1, (long?)filter.State).Bind(2, filter.Channel).Bind(3, filter.Before).Bind(4, filter.Limit).All(OutboxRows.Read),
        stop);

    public Task<IReadOnlyDictionary<string, ChannelHealth>> HealthAsync(CancellationToken stop) => tables.ReadAsync(HealthReads.Read, stop);

    public Task<int> PruneAsync(DateTimeOffset now, CancellationToken stop) => tables.WriteAsync(
        db =>
        {
            var before = OutboxRows.Milliseconds(now - options.KeptFor);
            db[PruneSql].Bind(1, before).Bind(2, options.Kept).Run();
            var pruned = db.Changes;
            db[PruneTopicsSql].Bind(1, before).Run();
            return pruned;
        },
        stop);

    private async Task<T> WriteAsync<T>(Func<SqliteStatements, T> step, CancellationToken stop)
    {
        try
        {
            return await tables.WriteAsync(step, stop);
        }
        finally
        {
            Interlocked.Increment(ref version);
        }
    }

    private static bool Mark(SqliteStatements db, OutboxEntry entry)
    {
        db[SendingSql].Bind(1, entry.Id).Run();
        return db.Changes > 0;
    }

    private static OutboxEntry Sending(OutboxEntry entry) => entry with { State = Contracts.NotificationState.Sending, Tries = entry.Tries + 1 };
}
