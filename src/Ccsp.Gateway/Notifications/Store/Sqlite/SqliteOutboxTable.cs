using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Notifications.Store.Sqlite;

/// <inheritdoc cref="IOutboxTable"/>
internal sealed class SqliteOutboxTable(SqliteStatements db) : IOutboxTable
{
    private const string HeardSql = "SELECT at, severity, resolved, folded FROM notification_topic WHERE channel = ?1 AND topic = ?2";
    private const string PutTopicSql =
        "INSERT INTO notification_topic (channel, topic, at, severity, resolved, folded) VALUES (?1, ?2, ?3, ?4, ?5, ?6) " +
        "ON CONFLICT DO UPDATE SET at = ?3, severity = ?4, resolved = ?5, folded = ?6";
    private const string EndObsoleteSql =
        "UPDATE notification SET state = 4, done_at = ?3 WHERE channel = ?1 AND topic = ?2 AND state = 0 AND tries = 0 AND due_at > ?3";
    private const string WaitingSql = "SELECT count(*) FROM notification WHERE state < 2";
    private const string RefuseSql =
        "INSERT INTO notification_channel (name, refused) VALUES (?1, 1) ON CONFLICT DO UPDATE SET refused = refused + 1";
    private const string RoutedSql = "SELECT seq FROM notification_cursor";

    private const string CursorSql = "UPDATE notification_cursor SET seq = max(seq, ?1)";

    public int Waiting
    {
        get
        {
            var row = db[WaitingSql];
            row.Step();
            var waiting = row.Int(0);
            row.Reset();
            return waiting;
        }
    }

    public TopicState? Topic(string channel, string topic)
    {
        var row = db[HeardSql].Bind(1, channel).Bind(2, topic);
        if (!row.Step())
            return null;
        var state = new TopicState(OutboxRows.Time(row.Long(0)), (Severity)row.Int(1), row.Int(2) != 0, row.Int(3));
        row.Reset();
        return state;
    }

    public void SetTopic(string channel, string topic, TopicState state) => db[PutTopicSql].Bind(1, channel).Bind(2, topic)
        .Bind(3, OutboxRows.Milliseconds(state.At)).Bind(4, (long)state.Severity).Bind(5, state.Resolved ? 1 : 0).Bind(6, state.Folded)
        .Run();

    public bool EndObsolete(string channel, string topic, DateTimeOffset now)
    {
        db[EndObsoleteSql].Bind(1, channel).Bind(2, topic).Bind(3, OutboxRows.Milliseconds(now)).Run();
        return db.Changes > 0;
    }

    public void Refuse(string channel) => db[RefuseSql].Bind(1, channel).Run();

    public bool Insert(string channel, Notice notice, string body, DateTimeOffset dueAt, DateTimeOffset now) =>
        OutboxRows.Insert(db, channel, notice, body, dueAt, now);

    public long Cursor
    {
        get
        {
            var row = db[RoutedSql];
            var cursor = row.Step() ? row.Long(0) : 0;
            row.Reset();
            return cursor;
        }
    }

    public void Move(long cursor) => db[CursorSql].Bind(1, cursor).Run();
}
