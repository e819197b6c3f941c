using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Converts tables of earlier versions into records, some rows per commit. The empty tables stay.</summary>
internal sealed class SqliteCarryOver(SqliteTables tables)
{
    private const int AtOnce = 200;

    private const string EntriesSql =
        "SELECT id, key, channel, kind, topic, severity, resolves, title, body, fields, state, created_at, due_at, tries, done_at, error "
        + "FROM notification ORDER BY id LIMIT ?1";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await tables.WriteAsync(TakeRest, cancellationToken, Failpoints.CarryOver);
        while (await tables.WriteAsync(TakeEntries, cancellationToken, Failpoints.CarryOver))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private static bool TakeEntries(SqliteStatements db)
    {
        var entries = db[EntriesSql].Bind(1, AtOnce).All(ReadEntry);
        foreach (var entry in entries)
        {
            Put(db, OutboxRecords.Entries, entry);
            if (new SqliteRecordTables(sql => db[sql]).Find(OutboxRecords.Channels.Name, entry.Channel) is null)
                Put(db, OutboxRecords.Channels, new StoredChannel(entry.Channel));
            db["DELETE FROM notification WHERE id = ?1"].Bind(1, entry.Id).Run();
        }

        return entries.Count > 0;
    }

    /// <summary>The counter first, so that no number is issued twice.</summary>
    private static bool TakeRest(SqliteStatements db)
    {
        foreach (var last in db["SELECT seq FROM sqlite_sequence WHERE name = 'notification'"].All(row => row.Long(0)))
            Put(db, OutboxRecords.Numbers, new OutboxNumbers(last));
        foreach (var seq in db["SELECT seq FROM notification_cursor WHERE seq > 0"].All(row => row.Long(0)))
            Put(db, EventCursor.Kind, new EventCursor(OutboxRecords.Reader, seq));
        foreach (var channel in db["SELECT name, success_at, error_at, error, paused_until, refused FROM notification_channel"]
            .All(ReadChannel))
            Put(db, OutboxRecords.Channels, channel);
        foreach (var topic in db["SELECT channel, topic, at, severity, resolved, folded FROM notification_topic"].All(ReadTopic))
            Put(db, OutboxRecords.Topics, topic);
        foreach (var sql in new[]
        {
            "DELETE FROM sqlite_sequence WHERE name = 'notification'", "UPDATE notification_cursor SET seq = 0 WHERE seq > 0",
            "DELETE FROM notification_channel", "DELETE FROM notification_topic",
        })
            db[sql].Run();
        return true;
    }

    private static void Put<T>(SqliteStatements db, RecordKind<T> kind, T document)
        where T : class
    {
        var record = new RawRecord(kind.KeyOf(document), RecordVersions.Next(), kind.Write(document));
        List<RecordWrite> writes =
        [
            new RecordWrite.Put(kind.Name, record),
            .. kind.PlacesOf(document).Select(place => new RecordWrite.Enter(kind.Name, place, record.Key)),
        ];
        new SqliteRecordTables(sql => db[sql]).Apply(new RecordBatch([], writes));
    }

    private static OutboxEntry ReadEntry(SqliteStatement row) => new()
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
            At = Time(row, 11)!.Value,
            Fields = JsonSerializer.Deserialize(row.Bytes(9), FormerOutboxJson.Default.DictionaryStringString)
                ?? Notice.NoFields,
        },
        State = (NotificationState)row.Int(10),
        CreatedAt = Time(row, 11)!.Value,
        DueAt = Time(row, 12)!.Value,
        Tries = row.Int(13),
        DoneAt = Time(row, 14),
        Error = row.TextOrNull(15),
    };

    private static StoredChannel ReadChannel(SqliteStatement row) => new(row.Text(0))
    {
        SuccessAt = Time(row, 1), ErrorAt = Time(row, 2), Error = row.TextOrNull(3), PausedUntil = Time(row, 4), Refused = row.Int(5),
    };

    private static StoredTopic ReadTopic(SqliteStatement row) => new(row.Text(0), row.Text(1),
        new TopicState(Time(row, 2)!.Value, (Severity)row.Int(3), row.Int(4) != 0, row.Int(5)));

    private static DateTimeOffset? Time(SqliteStatement row, int column) =>
        row.LongOrNull(column) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
