using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>Moves the write-ahead log into the database file: in idle moments, and by force when the log has grown large.</summary>
internal sealed partial class SqliteCheckpoints(sqlite3 db, ILogger logger)
{
    private const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE: pages this connection has written, that is to the log.

    /// <summary>4 MiB of log are worth moving when nobody waits.</summary>
    private const int IdlePages = 1_000;

    /// <summary>64 MiB of log: beyond it reads get slower and a restart longer.</summary>
    private const int ForcedPages = 16_000;

    private int left;

    /// <summary>Whether now is the moment.</summary>
    /// <param name="idle">No command has come for a while.</param>
    public bool IsDue(bool idle) => left + PagesWritten(reset: false) >= (idle ? IdlePages : ForcedPages);

    /// <exception cref="StoreUnavailable">The disk failed.</exception>
    public void Run()
    {
        Failpoints.Hit(Failpoints.Checkpoint, Failpoints.BeforeApply);
        // Passive waits for nobody. A reader in its way leaves the rest of the log for the next time.
        var code = raw.sqlite3_wal_checkpoint_v2(db, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var moved);
        Failpoints.Hit(Failpoints.Checkpoint, Failpoints.AfterApply);
        _ = PagesWritten(reset: true);
        left = Math.Clamp(inLog - moved, 0, IdlePages - 1);
        switch (code & 0xFF)
        {
            case raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED:
                break;
            case raw.SQLITE_FULL:
                Log.NoRoom(logger, inLog);
                break;
            default:
                throw new StoreUnavailable("A checkpoint failed.", SqliteErrors.Of(db, code));
        }

        Failpoints.Hit(Failpoints.Checkpoint, Failpoints.AfterCommit);
    }

    /// <summary>At the end: leaves an empty log behind if no reader holds it.</summary>
    public void Finish() => _ = raw.sqlite3_wal_checkpoint_v2(db, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _); // The next start reads whatever is left.

    private int PagesWritten(bool reset)
    {
        _ = raw.sqlite3_db_status(db, CacheWrites, out var pages, out _, reset ? 1 : 0);
        return pages;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "No room to move {Pages} pages of the log into the database; tried again later.")]
        public static partial void NoRoom(ILogger logger, int pages);
    }
}
