using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class FolderSweepTests
{
    [Fact(Timeout = 30_000)]
    public async Task Folders_go_with_tasks_that_are_not_kept_once_they_are_old_enough()
    {
        using var data = new TempFolder();
        var store = new ModelTaskStore(new QueueOptions());
        var folders = new RunFolders(data.Path);
        var kept = TestIds.Of(1);
        await store.SubmitAsync(new SubmitBatch([Submissions.Submit(kept, Submissions.Simple())], Atomic: false, A.Noon), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folders.OfRun(kept, 1));
        Directory.CreateDirectory(folders.OfRun(TestIds.Of(2), 1));
        var sweep = new FolderSweep(store, folders, new ActiveRuns());

        await sweep.RunOnceAsync(TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
        Assert.Equal(2, Directory.GetDirectories(folders.Root).Length);
        await sweep.RunOnceAsync(TimeProvider.System.GetUtcNow().AddMinutes(11), TestContext.Current.CancellationToken);
        Assert.Equal([folders.OfTask(kept)], Directory.GetDirectories(folders.Root));
    }
}
