using System.Globalization;
using System.Text.Json;
using Ccsp.Gateway.Notifications.Store.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;

namespace Ccsp.Gateway.Notifications.Store.Moving;

/// <summary>The entries of the outbox in the embedded file, by their numbers.</summary>
internal sealed class SqliteOutboxRecords(SqliteTables tables)
    : JsonRecords<OutboxEntry>("notifications", OutboxMovingJson.Default.OutboxEntry)
{
    private const int Page = 200;

    private const string PageSql = $"SELECT {OutboxRows.Columns} FROM notification WHERE id > ?1 ORDER BY id LIMIT ?2";

    private const string PutSql =
        $"INSERT INTO notification ({OutboxRows.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

    protected override async Task<(IReadOnlyList<OutboxEntry> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var page = await tables.ReadAsync(reader => reader.Statement(PageSql).Bind(1, from).Bind(2, Page).All(OutboxRows.Read),
            cancellationToken);
        return (page, page.Count < Page ? null : page[^1].Id.ToString(CultureInfo.InvariantCulture));
    }

    protected override Task PutAsync(IReadOnlyList<OutboxEntry> items, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            foreach (var item in items)
                Put(db[PutSql], item);
            return true;
        },
        cancellationToken);

    private static void Put(SqliteStatement row, OutboxEntry entry)
    {
        var notice = entry.Notice;
        row.Bind(1, entry.Id).Bind(2, notice.Key).Bind(3, entry.Channel).Bind(4, notice.Kind).Bind(5, notice.Topic)
            .Bind(6, (long)notice.Severity)
            .Bind(7, notice.Resolves ? 1 : 0).Bind(8, notice.Title).Bind(9, notice.Body)
            .BindText(10, JsonSerializer.SerializeToUtf8Bytes(notice.Fields, OutboxJson.Default.IReadOnlyDictionaryStringString))
            .Bind(11, (long)entry.State).Bind(12, OutboxRows.Milliseconds(entry.CreatedAt)).Bind(13, OutboxRows.Milliseconds(entry.DueAt))
            .Bind(14, entry.Tries)
            .Bind(15, entry.DoneAt?.ToUnixTimeMilliseconds()).Bind(16, entry.Error).Run();
    }
}
