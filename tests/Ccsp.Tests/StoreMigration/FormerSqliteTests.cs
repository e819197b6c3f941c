using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.StoreMigration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.StoreMigration;

/// <summary>A data folder.</summary>
public sealed class FormerSqliteTests : FormerStoreTests
{
    private protected override string Sample => "ccsp.db";

    private protected override IReadOnlyList<string> Moments => [Failpoints.AfterApply, Failpoints.AfterCommit];

    private protected override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    private protected override Task RestoreStoreAsync() => File.WriteAllBytesAsync(Path.Combine(Data, Sample), Unpacked(Sample));

    private protected override async Task<FormerStore> OpenAsync()
    {
        var store = SqliteTaskStore.Open(Path.Combine(Data, Sample), new QueueOptions(), new EventHub(), NullLogger.Instance);
        await new SqliteCarryOver(store.Tables).RunAsync(CancellationToken.None);
        return new FormerStore(store, new SqliteQueueRecordBackend(store), store);
    }
}
