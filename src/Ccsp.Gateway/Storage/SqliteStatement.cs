using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// A prepared statement, bound and read by position (parameters from 1, columns from 0). The library's command object looks up parameters
/// by name and prepares its reader for each execution, which costs the writer thread more than the statement itself. Not thread-safe, and
/// not reusable while its rows are being read.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _handle;

    public SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, double value)
    {
        Check(raw.sqlite3_bind_double(_handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= 512)
        {
            Span<byte> small = stackalloc byte[512];
            return BindText(index, small[..Encoding.UTF8.GetBytes(value, small)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return BindText(index, rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Binds UTF-8 as text; SQLite copies it.</summary>
    public SqliteStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        // An empty span has a null pointer, which SQLite reads as NULL.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_handle, index, "") : raw.sqlite3_bind_text(_handle, index, utf8));
        return this;
    }

    /// <summary>Sets all parameters to null, so that only the others need binding.</summary>
    public SqliteStatement Clear()
    {
        Check(raw.sqlite3_clear_bindings(_handle));
        return this;
    }

    public SqliteStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    /// <summary>Advances to the next row. At the end, and after an error, the statement is ready for reuse.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code != raw.SQLITE_DONE)
        {
            // Read the message before the reset, which may replace it.
            var error = SqliteErrors.Of(_db, code);
            Reset();
            throw error;
        }

        Reset();
        return false;
    }

    /// <summary>Runs a statement without result rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Maps all rows.</summary>
    public List<T> All<T>(Func<SqliteStatement, T> read)
    {
        List<T> all = [];
        while (Step())
            all.Add(read(this));
        return all;
    }

    /// <summary>Stops reading early.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_handle); // Repeats the code of the failed step, which has been thrown already.

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int(int column) => raw.sqlite3_column_int(_handle, column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    /// <summary>
    /// The column's bytes, valid until the next step. Text may contain NUL, so its length is not determined by searching one.
    /// </summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw SqliteErrors.Of(_db, code);
    }
}
