using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

public sealed class SqliteKilledRecordStepTests : KilledRecordStepTests
{
    /// <summary>Here a step can be killed within as well: applied and not committed.</summary>
    [Fact(Timeout = 120_000)]
    public Task A_step_that_was_not_committed_did_not_happen() => KillAsync(Failpoints.AfterApply, published: 0);

    private protected override async Task<T> ReadAsync<T>(Func<RecordStore, Task<T>> read)
    {
        await using var store = SqliteTaskStore.Open(Path.Combine(Data, "ccsp.db"), new QueueOptions(), new EventHub(),
            NullLogger.Instance);
        return await read(new RecordStore(new SqliteRecordBackend(store.Tables), TimeProvider.System));
    }
}
