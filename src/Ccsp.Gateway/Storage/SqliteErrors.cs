using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>The only mapping from SQLite's result codes to exceptions.</summary>
internal static class SqliteErrors
{
    private const int IoErrorShmSize = raw.SQLITE_IOERR | (19 << 8);

    public static Exception Of(sqlite3 db, int code)
    {
        var path = raw.sqlite3_db_filename(db, "main").utf8_to_string();
        var message = raw.sqlite3_errmsg(db).utf8_to_string();
        return (code & 0xFF) switch
        {
            raw.SQLITE_FULL => new StorageFull($"No space for {path}: {message}."),
            // Growing the shared index of the log reports an input/output error even if only space is missing.
            raw.SQLITE_IOERR when code == IoErrorShmSize => new StorageFull($"No space for the index of {path}-wal: {message}."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreCorrupted(path, message),
            raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN => new StoreUnavailable($"{path}: {message} ({code})."),
            _ => new StatementFailed($"{path}: {message}", code),
        };
    }
}
