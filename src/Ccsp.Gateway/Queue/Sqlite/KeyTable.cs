using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Storage;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

internal sealed class KeyTable(sqlite3 db) : IDisposable
{
    private readonly SqliteStatement _find =
        new(db, "SELECT task_id, hash FROM idempotency WHERE caller = ?1 AND key = ?2 AND expires_at > ?3");
    private readonly SqliteStatement _put =
        new(db, "INSERT OR REPLACE INTO idempotency (caller, key, task_id, hash, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqliteStatement _expire = new(db,
        "DELETE FROM idempotency WHERE (caller, key) IN (SELECT caller, key FROM idempotency WHERE expires_at <= ?1 ORDER BY expires_at "
        + "LIMIT ?2)");

    public (string TaskId, string? Hash)? Find(Submit submit, DateTimeOffset now)
    {
        if (!_find.Bind(1, submit.Caller).Bind(2, submit.IdempotencyKey).Bind(3, Milliseconds.Of(now)).Step())
            return null;
        var found = (_find.Text(0), _find.TextOrNull(1));
        _find.Reset();
        return found;
    }

    public void Put(string caller, string key, string taskId, string? hash, DateTimeOffset expiresAt) =>
        _put.Bind(1, caller).Bind(2, key).Bind(3, taskId).Bind(4, hash).Bind(5, Milliseconds.Of(expiresAt)).Run();

    public void Expire(DateTimeOffset now, int limit) => _expire.Bind(1, Milliseconds.Of(now)).Bind(2, limit).Run();

    public void Dispose()
    {
        _find.Dispose();
        _put.Dispose();
        _expire.Dispose();
    }
}
