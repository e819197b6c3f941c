using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <inheritdoc cref="IOutbox"/>
internal sealed class SqliteOutbox(SqliteTables tables, NotifyOptions options) : IOutbox
{
    // Within a topic the order is kept: an end must not overtake its trouble. Only what waits for a later hour is passed by.
    private const string DueSql =
        $"SELECT {OutboxRows.Columns} FROM notification n WHERE channel = ?1 AND state = 0 AND due_at <= ?2 AND NOT EXISTS (" +
        "SELECT 1 FROM notification e WHERE e.channel = ?1 AND e.topic = n.topic AND e.state < 2 AND e.id < n.id AND (e.tries > 0 OR "
            + "e.due_at <= ?2)) " +
        "AND NOT EXISTS (SELECT 1 FROM notification_channel c WHERE c.name = ?1 AND c.paused_until > ?2) ORDER BY due_at, id LIMIT ?3";
    private const string SendingSql = "UPDATE notification SET state = 1, tries = tries + 1 WHERE id = ?1 AND state = 0";
    private const string RecoverSql = "UPDATE notification SET state = 0 WHERE channel = ?1 AND state = 1";
    private const string PruneSql =
        "DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE state >= 2 AND (done_at < ?1 OR id <= " +
        "(SELECT id FROM notification WHERE state >= 2 ORDER BY id DESC LIMIT 1 OFFSET ?2)) LIMIT 500)";
    private const string PruneTopicsSql = "DELETE FROM notification_topic WHERE at < ?1";

    private readonly RouteStep _routing = new(options);
    private int _version;

    public int Version => Volatile.Read(ref _version);

    public Task<long> CursorAsync(CancellationToken cancellationToken) => tables.ReadAsync(
        reader =>
        {
            var row = reader.Statement("SELECT seq FROM notification_cursor");
            return row.Step() ? row.Long(0) : 0;
        },
        cancellationToken);

    public Task<int> RouteAsync(IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(db => _routing.Run(new SqliteOutboxTable(db), notices, cursor, now), cancellationToken);

    public Task<bool> AddAsync(string channel, Notice notice, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(db => OutboxRows.Insert(db, channel, notice, notice.Body, now, now), cancellationToken);

    public async Task<IReadOnlyList<OutboxEntry>> TakeAsync(string channel, DateTimeOffset now, int limit,
        CancellationToken cancellationToken)
    {
        var due = await tables.ReadAsync(
            reader => reader.Statement(DueSql).Bind(1, channel).Bind(2, OutboxRows.Milliseconds(now)).Bind(3, limit).All(OutboxRows.Read),
                cancellationToken);
        return due.Count == 0 ? due
            : await tables.WriteAsync<IReadOnlyList<OutboxEntry>>(db => [.. due.Where(entry => Mark(db, entry)).Select(Sending)],
            cancellationToken);
    }

    public Task<DateTimeOffset?> NextDueAsync(string channel, CancellationToken cancellationToken) => tables.ReadAsync(
        reader =>
        {
            var row = reader.Statement("SELECT min(due_at) FROM notification WHERE channel = ?1 AND state = 0").Bind(1, channel);
            row.Step();
            return OutboxRows.TimeOrNull(row, 0);
        },
        cancellationToken);

    public Task<int> RecoverAsync(string channel, CancellationToken cancellationToken) => WriteAsync(
        db =>
        {
            db[RecoverSql].Bind(1, channel).Run();
            return db.Changes;
        },
        cancellationToken);

    public Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        db =>
        {
            SettleStep.Run(db, entry, step, now);
            return true;
        },
        cancellationToken);

    public Task NoteAsync(string channel, string? error, DateTimeOffset? pausedUntil, DateTimeOffset now,
        CancellationToken cancellationToken) => WriteAsync(
        db =>
        {
            if (error is null)
                SettleStep.Good(db, channel, now);
            else
                SettleStep.Bad(db, channel, error, pausedUntil, now);
            return true;
        },
        cancellationToken);

    public Task<bool> IsBusyAsync(string channel, string topic, CancellationToken cancellationToken) => tables.ReadAsync(
        reader => reader.Statement("SELECT 1 FROM notification WHERE channel = ?1 AND topic = ?2 AND state < 2").Bind(1, channel)
            .Bind(2, topic).Step(), cancellationToken);

    public Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken) =>
        tables.ReadAsync<IReadOnlyList<OutboxEntry>>(
        reader => reader.Statement(
                $"SELECT {OutboxRows.Columns} FROM notification WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR channel = ?2) AND "
                    + "(?3 IS NULL OR id < ?3) ORDER BY id DESC LIMIT ?4")
            .Bind(1, (long?)filter.State).Bind(2, filter.Channel).Bind(3, filter.Before).Bind(4, filter.Limit).All(OutboxRows.Read),
        cancellationToken);

    public Task<IReadOnlyDictionary<string, ChannelHealth>> HealthAsync(CancellationToken cancellationToken) =>
        tables.ReadAsync(HealthReads.Read, cancellationToken);

    public Task<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            var before = OutboxRows.Milliseconds(now - options.KeptFor);
            db[PruneSql].Bind(1, before).Bind(2, options.Kept).Run();
            var pruned = db.Changes;
            db[PruneTopicsSql].Bind(1, before).Run();
            return pruned;
        },
        cancellationToken);

    private async Task<T> WriteAsync<T>(Func<SqliteStatements, T> step, CancellationToken cancellationToken)
    {
        try
        {
            return await tables.WriteAsync(step, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _version);
        }
    }

    private static bool Mark(SqliteStatements db, OutboxEntry entry)
    {
        db[SendingSql].Bind(1, entry.Id).Run();
        return db.Changes > 0;
    }

    private static OutboxEntry Sending(OutboxEntry entry) =>
        entry with { State = Contracts.NotificationState.Sending, Tries = entry.Tries + 1 };
}
