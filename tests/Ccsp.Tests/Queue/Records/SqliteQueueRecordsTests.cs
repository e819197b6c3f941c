using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Tests.Queue.Sqlite;

namespace Ccsp.Tests.Queue.Records;

public sealed class SqliteQueueRecordsTests : QueueRecordsConformance
{
    private readonly SqliteStoreFixture _queue = new();

    public override ValueTask DisposeAsync()
    {
        _queue.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override Task<(ITaskStore Queue, IQueueRecordBackend Backend)> OpenAsync() =>
        Task.FromResult<(ITaskStore, IQueueRecordBackend)>((_queue.Store, new SqliteQueueRecordBackend(_queue.Store)));
}
