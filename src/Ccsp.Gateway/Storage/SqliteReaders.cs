using System.Collections.Concurrent;
using SQLitePCL;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// A few read-only connections. Each reading is one short transaction: it sees one moment, and it never keeps the log from being
/// checkpointed for long.
/// </summary>
internal sealed class SqliteReaders(SqliteDatabase database, int count = 4) : IDisposable
{
    private readonly SemaphoreSlim free = new(count, count);
    private readonly ConcurrentBag<SqliteReader> idle = [];
    private volatile bool disposed;

    public async Task<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await free.WaitAsync(stop);
        try
        {
            var reader = idle.TryTake(out var open) ? open : new SqliteReader(database.OpenReader());
            try
            {
                return reader.Read(read);
            }
            finally
            {
                GiveBack(reader);
            }
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }

    private void GiveBack(SqliteReader reader)
    {
        idle.Add(reader);
        if (disposed)
            Dispose();
    }
}

/// <summary>One read-only connection with its prepared statements.</summary>
internal sealed class SqliteReader(sqlite3 connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    /// <summary>The prepared statement of a text; texts are constants or built from few parts.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
            statements[sql] = statement = new SqliteStatement(connection, sql);
        return statement;
    }

    public T Read<T>(Func<SqliteReader, T> read)
    {
        Statement("BEGIN").Run();
        try
        {
            return read(this);
        }
        finally
        {
            foreach (var statement in statements.Values)
                statement.Reset();
            Statement("COMMIT").Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
