using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Removes the folders of runs whose tasks are not kept any more. The sweep of the store, which one instance does for all, removes those on its own
/// machine; each instance looks after the others here.
/// </summary>
internal sealed class FolderSweep(ITaskStore store, RunFolders folders, ActiveRuns runs)
{
    /// <summary>A folder is made after its task is claimed; far longer than that takes to be seen.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(10);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (!Directory.Exists(folders.Root))
            return;
        foreach (var folder in new DirectoryInfo(folders.Root).EnumerateDirectories())
        {
            stop.ThrowIfCancellationRequested();
            if (now.UtcDateTime - folder.CreationTimeUtc > Settled && runs.Find(folder.Name) is null && await store.GetAsync(folder.Name, stop) is null)
                folders.Delete(folder.Name);
        }
    }
}
