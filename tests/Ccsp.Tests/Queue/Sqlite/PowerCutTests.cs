using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>
/// A stand-in for a power cut: the files as they are at some moment while the store writes. The log is not checkpointed in between (it
/// stays small), so the database file does not change and the log only grows, as on a disk that stops at that moment.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private readonly TempFolder _copies = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _copies.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task What_was_acknowledged_before_the_cut_is_there_after_it()
    {
        using var queue = new SqliteStoreFixture();
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<string, TaskState>();
        var write = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Cycle(queue, acknowledged), Stop)));
        for (var cut = 0; !write.IsCompleted; cut++)
        {
            var before = acknowledged.ToDictionary();
            await Check(Copy(queue.Path, $"cut{cut}"), before);
        }

        await write;
        Assert.Equal(8 * 12, acknowledged.Count);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_log_torn_anywhere_opens_as_some_moment_before()
    {
        using var queue = new SqliteStoreFixture();
        await Cycle(queue, []);
        var whole = new FileInfo(queue.Path + "-wal").Length;
        var random = new Random(3);
        var most = 0;
        foreach (var length in Enumerable.Range(0, 25).Select(_ => random.NextInt64(whole)).Append(whole).Order())
        {
            var copy = Copy(queue.Path, $"torn{length}");
            using (var log = new FileStream(copy + "-wal", FileMode.Open))
                log.SetLength(length);
            using var restored = new SqliteStoreFixture(path: copy);
            restored.CountsAgree();
            var count = (await restored.Store.ListAsync(new TaskFilter { Limit = 1000 }, Stop)).Items.Count;
            Assert.True(count >= most, $"{count} tasks in {length} bytes, {most} in fewer");
            most = count;
        }

        Assert.Equal(12, most);
    }

    private static async Task Cycle(SqliteStoreFixture queue,
        System.Collections.Concurrent.ConcurrentDictionary<string, TaskState> acknowledged)
    {
        for (var i = 0; i < 12; i++)
        {
            var task = await queue.Add();
            acknowledged[task.Id] = TaskState.Ready;
            foreach (var claimed in await queue.Claim())
            {
                await queue.Store.ConfirmAsync(new RunStarted(claimed.Task.Id, claimed.Task.Lease!.Token, 1, 2, "boot", null, queue.Now),
                    Stop);
                await queue.Finish(claimed.Task);
                acknowledged[claimed.Task.Id] = TaskState.Succeeded;
            }
        }
    }

    private static async Task Check(string copy, Dictionary<string, TaskState> before)
    {
        using var restored = new SqliteStoreFixture(path: copy);
        Assert.Equal(["ok"], restored.Query("PRAGMA integrity_check"));
        restored.CountsAgree();
        foreach (var (id, state) in before)
        {
            var record = await restored.Store.GetAsync(id, Stop);
            Assert.NotNull(record);
            if (state == TaskState.Succeeded)
                Assert.Equal((TaskState.Succeeded, 1, SampleTasks.Usage().CostUsd),
                    (record.Task.State, record.Task.Runs, record.Task.Usage.CostUsd));
        }
    }

    private string Copy(string path, string name)
    {
        var copy = _copies[name + ".db"];
        File.Copy(path, copy);
        File.Copy(path + "-wal", copy + "-wal");
        return copy;
    }
}
