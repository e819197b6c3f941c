using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Tests.Queue;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class FolderSweepTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly ModelTaskStore _store = new(new QueueOptions());
    private readonly StoreSetback _setback = new(TimeProvider.System);
    private readonly RunFolders _folders;

    public FolderSweepTests() => _folders = new RunFolders(_data.Path);

    public void Dispose() => _data.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Folders_of_tasks_nobody_knows_are_set_aside_once_they_are_settled_and_removed_later()
    {
        var kept = await SubmitAsync(1);
        var unknown = TestIds.Of(2);
        Directory.CreateDirectory(_folders.OfRun(kept, 1));
        Directory.CreateDirectory(_folders.OfRun(unknown, 1));
        File.WriteAllText(_folders.Stdout(unknown, 1), "an answer");
        Directory.CreateDirectory(Path.Combine(_folders.Root, "somebody-else"));
        var now = TimeProvider.System.GetUtcNow();
        var sweep = Sweep(startedAt: now.AddHours(-1));

        await sweep.RunOnceAsync(now, TestContext.Current.CancellationToken);
        Assert.Equal((3, null), (Directory.GetDirectories(_folders.Root).Length, _setback.Seen));
        await sweep.RunOnceAsync(now.AddMinutes(11), TestContext.Current.CancellationToken);
        Assert.Equal(2, Directory.GetDirectories(_folders.Root).Length);
        Assert.EndsWith(", the store does not know the tasks of 1 folders of runs", _setback.Seen, StringComparison.Ordinal);
        Assert.Equal("an answer", File.ReadAllText(Path.Combine(_folders.Orphaned, unknown, "1", "stdout")));
        await sweep.RunOnceAsync(now.AddDays(15), TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetDirectories(_folders.Orphaned));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_retention_has_deleted_elsewhere_is_not_set_aside()
    {
        var unknown = TestIds.Of(1);
        Directory.CreateDirectory(_folders.OfRun(unknown, 1));
        var now = TimeProvider.System.GetUtcNow();
        await Sweep(startedAt: now)
            .RunOnceAsync(now.AddDays(new RetentionOptions().SucceededDays + 1), TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(_folders.OfTask(unknown)));
        Assert.False(Directory.Exists(_folders.Orphaned));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_folder_that_cannot_be_removed_keeps_no_other_on_the_disk()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        var (held, old, unknown) =
            (Path.Combine(_folders.Orphaned, TestIds.Of(1)), Path.Combine(_folders.Orphaned, TestIds.Of(2)), TestIds.Of(3));
        var inside = Directory.CreateDirectory(Path.Combine(held, "work")).FullName;
        Directory.CreateDirectory(old);
        Directory.CreateDirectory(_folders.OfRun(unknown, 1));
        Assert.Equal(0, ChildProcess.Run("/bin/mount", ["-t", "tmpfs", "tmpfs", inside]));
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            await Sweep(startedAt: now).RunOnceAsync(now.AddDays(15), TestContext.Current.CancellationToken);
            Assert.Equal([held], Directory.GetDirectories(_folders.Orphaned).Except([Path.Combine(_folders.Orphaned, unknown)]));
            Assert.False(Directory.Exists(_folders.OfTask(unknown)));
        }
        finally
        {
            Assert.Equal(0, ChildProcess.Run("/bin/umount", [inside]));
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task What_an_earlier_gateway_left_of_a_lost_store_is_set_aside_at_once_unless_it_lives()
    {
        var (dead, living) = (TestIds.Of(2), TestIds.Of(3));
        Directory.CreateDirectory(_folders.OfRun(dead, 1));
        Directory.CreateDirectory(_folders.OfRun(living, 1));
        var self = new ProcessIdentity(Environment.ProcessId, ProcStat.Read(Environment.ProcessId)!.Value.StartTime,
            ProcessIdentity.CurrentBootId, Cgroup: null);
        new RunFolder(_folders.OfRun(living, 1)).WriteRecord(new Ccsp.Gateway.Processes.RunManifest(self, "marker", 1024, []));
        var now = TimeProvider.System.GetUtcNow();

        await Sweep(startedAt: now.AddSeconds(5)).RunOnceAsync(now.AddSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal([_folders.OfTask(living)], Directory.GetDirectories(_folders.Root));
        Assert.True(Directory.Exists(Path.Combine(_folders.Orphaned, dead)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_goes_before_the_task_it_belongs_to()
    {
        var id = await SubmitAsync(1);
        var cancelled = await _store.ChangeAsync(new TaskChange.Cancel(id, "test", SampleTasks.Noon),
            TestContext.Current.CancellationToken);
        Assert.IsType<ChangeOutcome.Applied>(cancelled);
        Directory.CreateDirectory(_folders.OfRun(id, 1));
        File.WriteAllText(_folders.Stdout(id, 1), "x");
        File.WriteAllText(Path.Combine(_folders.OfRun(id, 1), "exit.json"), "{}");
        var sweep = Sweep(startedAt: DateTimeOffset.MaxValue);

        await sweep.RunOnceAsync(SampleTasks.Noon.AddMinutes(5), TestContext.Current.CancellationToken);
        Assert.Equal(2, Directory.GetFiles(_folders.OfRun(id, 1)).Length);
        await sweep.RunOnceAsync(SampleTasks.Noon.AddDays(13), TestContext.Current.CancellationToken);
        Assert.Equal([_folders.Stdout(id, 1)], Directory.GetFiles(_folders.OfRun(id, 1)));
        Assert.True(File.Exists(_folders.Stdout(id, 1)));
        await sweep.RunOnceAsync(SampleTasks.Noon.AddDays(15), TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(_folders.OfTask(id)));
        Assert.NotNull(await _store.GetAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_folder_in_which_another_task_goes_on_with_the_conversation_stays_as_long()
    {
        var id = await SubmitAsync(1);
        await _store.ChangeAsync(new TaskChange.Cancel(id, "test", SampleTasks.Noon), TestContext.Current.CancellationToken);
        _folders.Data.Create(_folders.WorkOfTask(id));
        var (runs, end) = (new ActiveRuns(), new TaskCompletionSource());
        var spec = new TaskSubmission { Prompt = "go on", WorkingDirectory = _folders.WorkOfTask(id) };
        Assert.True(runs.TryBegin(new ClaimedTask(SampleTasks.Task(TaskState.Starting), spec), _ => end.Task));
        var sweep = Sweep(startedAt: DateTimeOffset.MaxValue, runs);

        await sweep.RunOnceAsync(SampleTasks.Noon.AddDays(13), TestContext.Current.CancellationToken);
        await sweep.RunOnceAsync(SampleTasks.Noon.AddDays(15), TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists(_folders.WorkOfTask(id)));

        end.SetResult();
        await runs.WhenAllDone();
        await sweep.RunOnceAsync(SampleTasks.Noon.AddDays(15), TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(_folders.OfTask(id)));
    }

    [Fact(Timeout = 30_000)]
    public Task An_ended_run_keeps_what_it_wrote_and_nothing_else()
    {
        var id = TestIds.Of(1);
        Directory.CreateDirectory(_folders.OfRun(id, 1));
        foreach (var name in (string[])["stdin", "gate", "jobs", "exit.json", "process.json", "run.json", "supervisor.log",
            "mcp-config.json"])
            File.WriteAllText(Path.Combine(_folders.OfRun(id, 1), name), "x");
        File.WriteAllText(_folders.Stdout(id, 1), "");
        File.WriteAllText(_folders.Stderr(id, 1), "");
        Directory.CreateDirectory(_folders.WorkOfTask(id));

        _folders.Tidy(id, 1);
        Assert.Equal([_folders.Stdout(id, 1)], Directory.GetFileSystemEntries(_folders.OfRun(id, 1)));
        Assert.Equal([_folders.OfRun(id, 1)], Directory.GetFileSystemEntries(_folders.OfTask(id)));

        Directory.CreateDirectory(_folders.WorkOfTask(id));
        File.WriteAllText(Path.Combine(_folders.WorkOfTask(id), "made-by-the-agent"), "x");
        File.WriteAllText(_folders.Stderr(id, 1), "said");
        _folders.Tidy(id, 1);
        _folders.Tidy(id, 2);
        Assert.Equal(2, Directory.GetFiles(_folders.OfRun(id, 1)).Length);
        Assert.True(File.Exists(Path.Combine(_folders.WorkOfTask(id), "made-by-the-agent")));
        return Task.CompletedTask;
    }

    private FolderSweep Sweep(DateTimeOffset startedAt, ActiveRuns? runs = null) =>
        new(_store, _folders, runs ?? new ActiveRuns(), new RetentionOptions(), _setback, startedAt, NullLogger<FolderSweep>.Instance);

    private async Task<string> SubmitAsync(int number)
    {
        var id = TestIds.Of(number);
        await _store.SubmitAsync(new SubmitBatch([Submissions.Submit(id, Submissions.Simple())], Atomic: false, SampleTasks.Noon),
            TestContext.Current.CancellationToken);
        return id;
    }
}
