using System.Diagnostics;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ccsp.Tests.StoreMigration;

/// <summary>A data folder.</summary>
public sealed class FormerSqliteTests : FormerStoreTests, IDisposable
{
    private readonly TempFolder _folder = new();

    private protected override string Sample => "ccsp.db";

    private protected override IReadOnlyList<string> Moments => [Failpoints.AfterApply, Failpoints.AfterCommit];

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private protected override async Task RestoreAsync()
    {
        if (Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
        Directory.CreateDirectory(Data);
        await File.WriteAllBytesAsync(Path.Combine(Data, Sample), Unpacked(Sample));
        File.Copy(FormerFile("keys.json"), Path.Combine(Data, "keys.json"));
        await File.WriteAllTextAsync(Path.Combine(Data, "instance.id"), "sample\n");
    }

    private protected override async Task<FormerStore> OpenAsync()
    {
        var store = SqliteTaskStore.Open(Path.Combine(Data, Sample), new QueueOptions(), new EventHub(), NullLogger.Instance);
        await new SqliteCarryOver(store.Tables).RunAsync(CancellationToken.None);
        return new FormerStore(store, new SqliteQueueRecordBackend(store), store);
    }

    private protected override void Prepare(ProcessStartInfo start)
    {
        start.WorkingDirectory = _folder.Path;
        start.Environment["HOME"] = _folder.Path;
        start.Environment["CCSP_DATA_DIR"] = Data;
    }
}
