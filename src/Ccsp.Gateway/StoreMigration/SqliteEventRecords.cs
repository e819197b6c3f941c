using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite.Reading;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Events of the embedded file, by number.</summary>
internal sealed class SqliteEventRecords(SqliteTables tables, Func<IReadOnlyList<StoredEvent>, CancellationToken, Task> put)
    : JsonRecords<StoredEvent>("events", MigrationJson.Default.StoredEvent)
{
    private const int Page = 500;

    protected override async Task<(IReadOnlyList<StoredEvent> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var page = await tables.ReadAsync(reader => SqliteTaskReads.Events(reader, new EventQuery(null, from, Page)), cancellationToken);
        return (page, page.Count < Page ? null : page[^1].Seq.ToString(CultureInfo.InvariantCulture));
    }

    protected override Task PutAsync(IReadOnlyList<StoredEvent> items, CancellationToken cancellationToken) =>
        put(items, cancellationToken);
}
