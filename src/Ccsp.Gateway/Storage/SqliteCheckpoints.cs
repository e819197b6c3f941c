using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>Checkpoints the write-ahead log: when idle, which also truncates the log, and forcibly when it has grown large.</summary>
internal sealed partial class SqliteCheckpoints
{
    private const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE: pages this connection has written, that is to the log.

    /// <summary>4 MiB of log justify a checkpoint when idle.</summary>
    private const int IdlePages = 1_000;

    /// <summary>Above 16 MiB of log, reads and restarts get slower.</summary>
    private const int ForcedPages = 4_000;

    /// <summary>Log pages per millisecond of waiting for readers, at most a second: 0.1 s at 32 MiB.</summary>
    private const int PagesPerMillisecond = 80;

    /// <summary>SQLite's default for a new file.</summary>
    private const int PageBytes = 4_096;

    private readonly sqlite3 _db;
    private readonly ILogger _logger;

    /// <summary>Log pages that are not in the database yet.</summary>
    private int _left;

    /// <summary>Estimated pages of the log file; most may be in the database already.</summary>
    private int _used;

    /// <summary>Pages of a log that readers kept from restarting; 0 when none do.</summary>
    private int _held;

    public SqliteCheckpoints(sqlite3 db, ILogger logger)
    {
        _db = db;
        _logger = logger;
        var log = new FileInfo(raw.sqlite3_db_filename(db, "main").utf8_to_string() + "-wal");
        // A killed gateway leaves its log behind.
        _used = log.Exists ? (int)Math.Min(log.Length / PageBytes, ForcedPages) : 0;
    }

    /// <param name="idle">No command is waiting.</param>
    public bool IsDue(bool idle)
    {
        var written = PagesWritten(reset: false);
        return idle ? _used + written >= IdlePages : _left + written >= ForcedPages;
    }

    /// <param name="idle">No command is waiting.</param>
    /// <exception cref="StoreUnavailable">The disk failed.</exception>
    public void Run(bool idle)
    {
        Failpoints.Hit(Failpoints.Checkpoint, Failpoints.BeforeApply);
        var empties = idle || _held > 0;
        var code = Move(empties, idle ? 0 : Math.Min(_held / PagesPerMillisecond, SqliteDatabase.WriterBusyMilliseconds), out var inLog,
            out var moved);
        Failpoints.Hit(Failpoints.Checkpoint, Failpoints.AfterApply);
        Count(empties && code == raw.SQLITE_OK, inLog, moved);
        switch (code & 0xFF)
        {
            case raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED:
                break;
            case raw.SQLITE_FULL:
                Log.NoSpace(_logger, inLog);
                break;
            default:
                throw new StoreUnavailable("A checkpoint failed.", SqliteErrors.Of(_db, code));
        }

        Failpoints.Hit(Failpoints.Checkpoint, Failpoints.AfterCommit);
    }

    /// <summary>At shutdown: truncates the log if no reader uses it.</summary>
    // The next start reads the rest.
    public void Finish() => _ = raw.sqlite3_wal_checkpoint_v2(_db, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);

    /// <summary>
    /// A passive checkpoint does not wait, so overlapping readers could keep the log from ever restarting; the other kind blocks new
    /// readers of the log meanwhile.
    /// </summary>
    private int Move(bool empties, int milliseconds, out int inLog, out int moved)
    {
        if (!empties)
            return raw.sqlite3_wal_checkpoint_v2(_db, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out inLog, out moved);
        _ = raw.sqlite3_busy_timeout(_db, milliseconds);
        try
        {
            return raw.sqlite3_wal_checkpoint_v2(_db, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out inLog, out moved);
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(_db, SqliteDatabase.WriterBusyMilliseconds);
        }
    }

    private void Count(bool emptied, int inLog, int moved)
    {
        _used = emptied ? 0 : Math.Min(_used + PagesWritten(reset: false), ForcedPages);
        _ = PagesWritten(reset: true);
        _left = Math.Clamp(inLog - moved, 0, IdlePages - 1);
        _held = inLog >= 2 * ForcedPages ? inLog : 0;
    }

    private int PagesWritten(bool reset)
    {
        _ = raw.sqlite3_db_status(_db, CacheWrites, out var pages, out _, reset ? 1 : 0);
        return pages;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "No space to move {Pages} pages of the log into the database; tried again later.")]
        public static partial void NoSpace(ILogger logger, int pages);
    }
}
