using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Tests.Queue.Sqlite;

namespace Ccsp.Tests.Storage.Records;

/// <summary>Records on a real file.</summary>
public sealed class SqliteRecordStoreTests : RecordStoreConformance
{
    private readonly SqliteStoreFixture _queue = new();

    public override ValueTask DisposeAsync()
    {
        _queue.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override Task<IRecordBackend> OpenAsync() =>
        Task.FromResult<IRecordBackend>(new SqliteRecordBackend(_queue.Store.Tables));
}
