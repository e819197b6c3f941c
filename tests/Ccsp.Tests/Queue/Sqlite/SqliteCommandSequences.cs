using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>The SQLite store behaves like the model, whatever is asked of it.</summary>
public sealed class SqliteCommandSequences : CommandSequences, IDisposable
{
    private readonly TempFolder _folder = new();
    private int _files;

    private protected override int Sequences => 30;

    public void Dispose() => _folder.Dispose();

    private protected override Task<ITaskStore> CreateAsync(QueueOptions options) =>
        Task.FromResult<ITaskStore>(SqliteTaskStore.Open(_folder[$"{++_files}.db"], options, new EventHub(), NullLogger.Instance));
}
