using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store.Redis;
using Ccsp.Gateway.Notifications.Store.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>What the embedded file knows of channels and topics; one record.</summary>
internal sealed class SqliteChannelRecords(SqliteTables tables)
    : JsonRecords<ChannelState>("state of the channels", OutboxMovingJson.Default.ChannelState)
{
    private const string TopicsSql =
        "SELECT channel, topic, at, severity, resolved, folded FROM notification_topic ORDER BY channel, topic";
    private const string ChannelsSql =
        "SELECT name, success_at, error_at, error, paused_until, refused FROM notification_channel ORDER BY name";
    private const string PutChannelSql =
        "INSERT INTO notification_channel (name, success_at, error_at, error, paused_until, refused) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    protected override async Task<(IReadOnlyList<ChannelState> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken) => ([await tables.ReadAsync(Read, cancellationToken)], null);

    protected override Task PutAsync(IReadOnlyList<ChannelState> items, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            foreach (var item in items)
                Put(db, item);
            return true;
        },
        cancellationToken);

    private static ChannelState Read(SqliteReader reader) => new(
        One(reader, "SELECT seq FROM notification_cursor"),
        One(reader, "SELECT seq FROM sqlite_sequence WHERE name = 'notification'"))
    {
        Topics = reader.Statement(TopicsSql)
            .All(row => new MovedTopic(row.Text(0), row.Text(1),
            new TopicState(OutboxRows.Time(row.Long(2)), (Severity)row.Int(3), row.Int(4) != 0, row.Int(5)))),
        Channels = reader.Statement(ChannelsSql).All(row => new MovedChannel(row.Text(0), RowOf(row))),
    };

    private static ChannelRow RowOf(SqliteStatement row) => new()
    {
        SuccessAt = OutboxRows.TimeOrNull(row, 1),
        ErrorAt = OutboxRows.TimeOrNull(row, 2),
        Error = row.TextOrNull(3),
        PausedUntil = OutboxRows.TimeOrNull(row, 4),
        Refused = row.Int(5),
    };

    private static void Put(SqliteStatements db, ChannelState state)
    {
        db["UPDATE notification_cursor SET seq = ?1"].Bind(1, state.Cursor).Run();
        db["DELETE FROM sqlite_sequence WHERE name = 'notification'"].Run();
        db["INSERT INTO sqlite_sequence (name, seq) VALUES ('notification', ?1)"].Bind(1, state.LastId).Run();
        foreach (var (channel, topic, told) in state.Topics)
            new SqliteOutboxTable(db).SetTopic(channel, topic, told);
        foreach (var (name, row) in state.Channels)
        {
            db[PutChannelSql].Bind(1, name).Bind(2, row.SuccessAt?.ToUnixTimeMilliseconds()).Bind(3, row.ErrorAt?.ToUnixTimeMilliseconds())
                .Bind(4, row.Error)
                .Bind(5, row.PausedUntil?.ToUnixTimeMilliseconds()).Bind(6, row.Refused).Run();
        }
    }

    private static long One(SqliteReader reader, string sql) => reader.Statement(sql).All(row => row.Long(0)).FirstOrDefault();
}
