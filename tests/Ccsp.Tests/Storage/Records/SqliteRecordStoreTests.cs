using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Tests.Queue.Sqlite;

namespace Ccsp.Tests.Storage.Records;

/// <summary>Records on a real file.</summary>
public sealed class SqliteRecordStoreTests : RecordStoreConformance
{
    private readonly List<SqliteStoreFixture> _open = [];

    public override ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            store.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override Task<IRecordBackend> OpenAsync()
    {
        _open.Add(new SqliteStoreFixture());
        return Task.FromResult<IRecordBackend>(new SqliteRecordBackend(_open[^1].Store.Tables));
    }
}
