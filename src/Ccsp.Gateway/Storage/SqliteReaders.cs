using System.Collections.Concurrent;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// A few read-only connections. Each read is one short transaction: it sees a consistent snapshot and never delays checkpoints for long.
/// </summary>
internal sealed class SqliteReaders(SqliteDatabase database, int count = 4) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private volatile bool _disposed;

    public async Task<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _free.WaitAsync(cancellationToken);
        try
        {
            var reader = _idle.TryTake(out var open) ? open : new SqliteReader(database.OpenReader());
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
            _free.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }

    private void GiveBack(SqliteReader reader)
    {
        _idle.Add(reader);
        if (_disposed)
            Dispose();
    }
}
