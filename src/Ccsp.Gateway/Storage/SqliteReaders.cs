using System.Collections.Concurrent;

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
