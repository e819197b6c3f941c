using System.Globalization;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// One database file in write-ahead mode. One connection writes and checkpoints (owned by <see cref="SqliteWriter"/>), the others only
/// read: SQLite before 3.51.3 can corrupt a file when one connection checkpoints while another commits.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>Up to this size the whole file is checked at each start, in about 0.1 s.</summary>
    private const long WholeCheckBytes = 32 << 20;

    /// <summary>How long the writing connection waits for a lock of another program.</summary>
    public const int WriterBusyMilliseconds = 1_000;

    private sqlite3? _writer;

    private SqliteDatabase(string path) => Path = path;

    public string Path { get; }

    /// <summary>Creates or opens the file, checks it and brings its schema up to date.</summary>
    /// <param name="path">The file; its folder is created, readable by its owner only.</param>
    /// <exception cref="StoreCorrupted">The file is damaged or no database.</exception>
    /// <exception cref="StoreTooNew">A newer version wrote it.</exception>
    /// <exception cref="StorageFull">No space to create it.</exception>
    public static SqliteDatabase Open(string path)
    {
        _ = SqliteLibrary.Version;
        var full = System.IO.Path.GetFullPath(path);
        PrivateFile.CreateFolder(System.IO.Path.GetDirectoryName(full)!);
        PrivateFile.Open(full, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        var database = new SqliteDatabase(full);
        var connection = database.OpenWriter();
        try
        {
            Check(connection, full);
            SqliteMigrations.Apply(connection, full);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        database._writer = connection;
        return database;
    }

    /// <summary>Hands out the only writing connection, once.</summary>
    public sqlite3 TakeWriter() =>
        Interlocked.Exchange(ref _writer, null) ?? throw new InvalidOperationException($"The writing connection of {Path} is taken.");

    /// <summary>Closes the writing connection unless it was taken.</summary>
    public void Dispose() => Interlocked.Exchange(ref _writer, null)?.Dispose();

    private sqlite3 OpenWriter() => Connect(
        raw.SQLITE_OPEN_READWRITE,
        // FULL: a commit is on disk when it returns. Checkpoints are the writer's; the log limit truncates it after a large batch. No
        // memory mapping: it amplifies damage.
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 25165824; " +
        "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; " +
        string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {WriterBusyMilliseconds};"));

    public sqlite3 OpenReader() => Connect(
        raw.SQLITE_OPEN_READONLY,
        "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = "
            + "-8192; PRAGMA busy_timeout = 5000;");

    /// <summary>
    /// Without SQLite's mutex: each connection is used by one thread at a time. Query plans do not depend on bound values: a library that
    /// allows it (3.53 by default) recompiles a statement with a range at each execution.
    /// </summary>
    private sqlite3 Connect(int access, string pragmas)
    {
        var code = raw.sqlite3_open_v2(Path, out var connection, access | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            if (code == raw.SQLITE_OK)
                code = raw.sqlite3_extended_result_codes(connection, 1);
            if (code == raw.SQLITE_OK)
                code = raw.sqlite3_db_config(connection, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            if (code == raw.SQLITE_OK)
                code = raw.sqlite3_exec(connection, pragmas);
            return code == raw.SQLITE_OK ? connection : throw SqliteErrors.Of(connection, code);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Of a large file only the parts a start depends on are checked; backup verification checks the rest.</summary>
    private static void Check(sqlite3 db, string path)
    {
        List<string> parts = [];
        using (var tables = new SqliteStatement(db,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('meta','gate','instance','depth','lane','turn')"))
        {
            while (tables.Step())
                parts.Add($"quick_check('{tables.Text(0)}')");
        }

        if (new FileInfo(path).Length <= WholeCheckBytes)
            parts = ["quick_check(1)"];
        foreach (var part in parts)
        {
            using var check = new SqliteStatement(db, "PRAGMA " + part);
            if (check.Step() && check.Text(0) is var answer && answer != "ok")
                throw new StoreCorrupted(path, answer);
        }
    }
}
