using Ccsp.Gateway.Sessions.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Moving;

namespace Ccsp.Gateway.Sessions.Moving;

/// <summary>All sessions in the embedded file; one record.</summary>
internal sealed class SqliteSessionRecords(SqliteTables tables) : JsonRecords<StoredSessions>("sessions", MovedSessionsJson.Default.StoredSessions)
{
    protected override async Task<(IReadOnlyList<StoredSessions> Items, string? Next)> PageAsync(string? after, CancellationToken cancellationToken) =>
        ([await tables.ReadAsync(SqliteSessionStore.Read, cancellationToken)], null);

    protected override Task PutAsync(IReadOnlyList<StoredSessions> items, CancellationToken cancellationToken) => tables.WriteAsync(
        db =>
        {
            foreach (var (sessions, cursor) in items)
                SqliteSessionStore.Write(db, sessions, cursor);
            return true;
        },
        cancellationToken);
}
