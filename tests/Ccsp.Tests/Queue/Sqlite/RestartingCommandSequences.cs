using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>The store behaves like the model also when it is restarted and its commands fail half-way all the time.</summary>
public sealed class RestartingCommandSequences : CommandSequences, IDisposable
{
    private readonly TempFolder _folder = new();
    private int _files;

    private protected override int Sequences => 8;

    public void Dispose() => _folder.Dispose();

    private protected override Task<ITaskStore> CreateAsync(QueueOptions options) =>
        Task.FromResult<ITaskStore>(new RestartingStore(_folder[$"{++_files}.db"], options));
}
