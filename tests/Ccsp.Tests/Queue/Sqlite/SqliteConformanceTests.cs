using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>The suite every store must pass, on a real file.</summary>
public sealed class SqliteConformanceTests : TaskStoreConformance, IDisposable
{
    private readonly TempFolder _folder = new();
    private SqliteTaskStore? _store;

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Dispose();
    }

    private protected override Task<ITaskStore> CreateAsync(QueueOptions options)
    {
        _store = SqliteTaskStore.Open(_folder["ccsp.db"], options, new EventHub(), NullLogger.Instance);
        return Task.FromResult<ITaskStore>(_store);
    }
}
