using Ccsp.Gateway.Logins.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;

namespace Ccsp.Gateway.Logins.Moving;

/// <summary>All sessions in the embedded file; one record.</summary>
internal sealed class SqliteLoginRecords(SqliteTables tables) : JsonRecords<StoredLogins>("sessions", MovedLoginsJson.Default.StoredLogins)
{
    protected override async Task<(IReadOnlyList<StoredLogins> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken) =>
        ([await tables.ReadAsync(SqliteLoginStateStore.Read, cancellationToken)], null);

    protected override Task PutAsync(IReadOnlyList<StoredLogins> items, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            foreach (var (sessions, cursor) in items)
                SqliteLoginStateStore.Write(db, sessions, cursor);
            return true;
        },
        cancellationToken);
}
