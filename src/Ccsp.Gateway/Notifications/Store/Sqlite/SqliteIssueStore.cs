using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <inheritdoc cref="IIssueStore"/>
internal sealed class SqliteIssueStore(SqliteTables tables) : IIssueStore
{
    private const string Select = "SELECT key, number, etag, opened_at, polled_at, next_at FROM notification_issue";
    private const string PutSql =
        "INSERT INTO notification_issue (key, number, etag, opened_at, polled_at, next_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) " +
        "ON CONFLICT DO UPDATE SET number = ?2, etag = ?3, opened_at = ?4, polled_at = ?5, next_at = ?6";

    public Task<TrackedIssue?> FindAsync(string key, CancellationToken cancellationToken) => tables.ReadAsync(
        reader => reader.Statement(Select + " WHERE key = ?1").Bind(1, key).All(Read) is [var issue] ? issue : null, cancellationToken);

    public Task<IReadOnlyList<TrackedIssue>> AllAsync(CancellationToken cancellationToken) =>
        tables.ReadAsync<IReadOnlyList<TrackedIssue>>(reader => reader.Statement(Select + " ORDER BY next_at LIMIT 1000").All(Read),
            cancellationToken);

    public Task PutAsync(TrackedIssue issue, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            Put(db, issue);
            return true;
        },
        cancellationToken);

    /// <summary>On the writer thread.</summary>
    public static void Put(SqliteStatements db, TrackedIssue issue) =>
        db[PutSql].Bind(1, issue.Key).Bind(2, issue.Number).Bind(3, issue.ETag)
        .Bind(4, OutboxRows.Milliseconds(issue.OpenedAt)).Bind(5, issue.PolledAt?.ToUnixTimeMilliseconds())
        .Bind(6, OutboxRows.Milliseconds(issue.NextAt)).Run();

    /// <summary>By their keys.</summary>
    public static IReadOnlyList<TrackedIssue> All(SqliteReader reader) => reader.Statement(Select + " ORDER BY key").All(Read);

    public Task ForgetAsync(string key, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            db["DELETE FROM notification_issue WHERE key = ?1"].Bind(1, key).Run();
            return true;
        },
        cancellationToken);

    public Task<bool> ReplaceAsync(TrackedIssue seen, TrackedIssue? next, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            db["DELETE FROM notification_issue WHERE key = ?1 AND number = ?2 AND etag IS ?3 AND opened_at = ?4 AND polled_at IS ?5 AND "
                + "next_at = ?6"]
                .Bind(1, seen.Key).Bind(2, seen.Number).Bind(3, seen.ETag).Bind(4, OutboxRows.Milliseconds(seen.OpenedAt))
                .Bind(5, seen.PolledAt?.ToUnixTimeMilliseconds()).Bind(6, OutboxRows.Milliseconds(seen.NextAt)).Run();
            var isThere = db.Changes > 0;
            if (isThere && next is not null)
                Put(db, next);
            return isThere;
        },
        cancellationToken);

    private static TrackedIssue Read(SqliteStatement row) => new(
        row.Text(0), row.Int(1), row.TextOrNull(2), OutboxRows.Time(row.Long(3)), OutboxRows.TimeOrNull(row, 4),
        OutboxRows.Time(row.Long(5)));
}
