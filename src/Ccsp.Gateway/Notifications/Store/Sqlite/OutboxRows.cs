using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <summary>Rows of the outbox as records, and back.</summary>
internal static class OutboxRows
{
    public const string Columns =
        "id, key, channel, kind, topic, severity, resolves, title, body, fields, state, created_at, due_at, tries, done_at, error";

    // Asked for again, what was given up is tried again; everything else that is known already stays as it is.
    private const string InsertSql =
        "INSERT INTO notification (key, channel, kind, topic, severity, resolves, title, body, fields, state, created_at, due_at, tries) " +
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, 0) " +
        "ON CONFLICT (key, channel) DO UPDATE SET state = 0, created_at = ?10, due_at = ?11, done_at = NULL WHERE state = 3";

    /// <returns>Whether it is new.</returns>
    public static bool Insert(SqliteStatements db, string channel, Notice notice, string body, DateTimeOffset dueAt, DateTimeOffset now)
    {
        db[InsertSql].Bind(1, notice.Key).Bind(2, channel).Bind(3, notice.Kind).Bind(4, notice.Topic).Bind(5, (long)notice.Severity)
            .Bind(6, notice.Resolves ? 1 : 0).Bind(7, notice.Title).Bind(8, body)
            .BindText(9, JsonSerializer.SerializeToUtf8Bytes(notice.Fields, OutboxJson.Default.IReadOnlyDictionaryStringString))
            .Bind(10, Milliseconds(now)).Bind(11, Milliseconds(dueAt)).Run();
        return db.Changes > 0;
    }

    public static OutboxEntry Read(SqliteStatement row) => new()
    {
        Id = row.Long(0),
        Channel = row.Text(2),
        Notice = new Notice
        {
            Key = row.Text(1),
            Kind = row.Text(3),
            Topic = row.Text(4),
            Severity = (Severity)row.Int(5),
            Resolves = row.Int(6) != 0,
            Title = row.Text(7),
            Body = row.Text(8),
            At = Time(row.Long(11)),
            Fields = JsonSerializer.Deserialize(row.Bytes(9), OutboxJson.Default.IReadOnlyDictionaryStringString) ?? Notice.NoFields,
        },
        State = (NotificationState)row.Int(10),
        CreatedAt = Time(row.Long(11)),
        DueAt = Time(row.Long(12)),
        Tries = row.Int(13),
        DoneAt = TimeOrNull(row, 14),
        Error = row.TextOrNull(15),
    };

    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? TimeOrNull(SqliteStatement row, int column) => row.LongOrNull(column) is { } known ? Time(known) : null;
}
