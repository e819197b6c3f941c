using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records.Sqlite;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>An embedded store opened for a migration, whatever its marks say; created if missing.</summary>
internal sealed class EmbeddedFile : IDisposable
{
    private readonly SqliteReaders _readers;
    private readonly QueueWriter _queue;

    public EmbeddedFile(string path, ILogger logger)
    {
        Database = SqliteDatabase.Open(path);
        _readers = new SqliteReaders(Database);
        _queue = new QueueWriter(Database, _readers, new QueueOptions(), new EventHub(), logger);
        new SqliteCarryOver(Tables).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        Records = [.. SqliteQueueRecords.Of(_queue), .. MigratedRecords.Of(new SqliteRecordBackend(Tables))];
    }

    public SqliteDatabase Database { get; }

    public SqliteTables Tables => _queue.Others;

    public IReadOnlyList<IRecords> Records { get; }

    public void Dispose()
    {
        _readers.Dispose();
        _queue.Dispose();
    }
}
