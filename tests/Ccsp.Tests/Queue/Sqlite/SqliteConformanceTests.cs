using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>The suite every store must pass, on a real file.</summary>
public sealed class SqliteConformanceTests : TaskStoreConformance, IDisposable
{
    private readonly TempFolder folder = new();
    private SqliteTaskStore? store;

    public void Dispose()
    {
        store?.Dispose();
        folder.Dispose();
    }

    private protected override Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        store = SqliteTaskStore.Open(folder["ccsp.db"], options, new EventHub(), NullLogger.Instance);
        return Task.FromResult<ITaskStore>(store);
    }
}
