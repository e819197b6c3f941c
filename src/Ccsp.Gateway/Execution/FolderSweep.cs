using System.Globalization;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Cleans up run folders on this machine: expired output, leftovers of crashes, and folders of tasks the store does not know (lost, or
/// restored from an older copy), which are set aside and deleted later. A folder with a live process is never touched.
/// </summary>
internal sealed partial class FolderSweep(ITaskStore store, RunFolders folders, ActiveRuns runs, RetentionOptions retention,
    StoreSetback setback, DateTimeOffset startedAt, ILogger<FolderSweep> log)
{
    /// <summary>A folder is created after its claim; by then the store shows it.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <summary>Folders per round; the first round scans all.</summary>
    private const int BatchSize = 1000;

    private string? _last;
    private bool _hasScannedAll;

    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(2);

    private TimeSpan OutputKept => TimeSpan.FromDays(retention.OutputDays);

    public async Task RunOnceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        RemoveOrphans(now);
        var setAside = 0;
        foreach (var name in Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var folder = new DirectoryInfo(folders.OfTask(name));
            // Claims of an earlier process create no more folders.
            var isSettled = folder.Exists && (now - folder.CreationTimeUtc > Settled || folder.CreationTimeUtc < startedAt);
            if (!isSettled || runs.Find(name) is not null || runs.AnyIn(folder.FullName))
                continue;
            var task = (await store.GetAsync(name, cancellationToken))?.Task;
            Guarded(folder.FullName, () =>
            {
                if (task is not null)
                    Keep(task, now);
                else if (IsUnneeded(folder, now))
                    folders.Delete(name);
                else if (SetAside(name, now))
                    setAside++;
            });
        }

        if (setAside == 0)
            return;
        Log.SetAside(log, setAside, folders.Orphaned, retention.OutputDays);
        setback.See(string.Create(CultureInfo.InvariantCulture, $"the store does not know the tasks of {setAside} folders of runs"));
    }

    /// <summary>Ordered by id, so by time.</summary>
    private IReadOnlyList<string> Next()
    {
        if (!Directory.Exists(folders.Root))
            return [];
        var names = new DirectoryInfo(folders.Root).EnumerateDirectories().Select(folder => folder.Name)
            .Where(name => Guid.TryParseExact(name, "D", out _)).Order(StringComparer.Ordinal);
        if (!_hasScannedAll)
        {
            _hasScannedAll = true;
            return [.. names];
        }

        IReadOnlyList<string> batch = [.. names.Where(name => _last is null || string.CompareOrdinal(name, _last) > 0).Take(BatchSize)];
        _last = batch.Count == BatchSize ? batch[^1] : null;
        return batch;
    }

    private void Keep(AgentTask task, DateTimeOffset now)
    {
        if (!task.IsTerminal)
            return;
        if (task.FinishedAt < now - OutputKept)
            folders.Delete(task.Id);
        else if (task.FinishedAt < now - Settled)
            folders.Tidy(task.Id);
    }

    /// <summary>Retention has deleted the task, perhaps from another machine, or would have by now.</summary>
    private bool IsUnneeded(DirectoryInfo folder, DateTimeOffset now) =>
        now - folder.CreationTimeUtc > TimeSpan.FromDays(Math.Min(retention.SucceededDays, retention.OtherDays)) && !Lives(folder.Name);

    private bool SetAside(string taskId, DateTimeOffset now)
    {
        if (Lives(taskId))
        {
            Log.Lives(log, folders.OfTask(taskId));
            return false;
        }

        var target = Path.Combine(folders.Orphaned, taskId);
        folders.Data.Create(folders.Orphaned);
        FolderRemoval.Remove(target);
        FolderRemoval.Unlock(folders.OfTask(taskId));
        Directory.Move(folders.OfTask(taskId), target);
        // Its time counts from now, not from its last run.
        Directory.SetLastWriteTimeUtc(target, now.UtcDateTime);
        return true;
    }

    private bool Lives(string taskId) =>
        Directory.EnumerateDirectories(folders.OfTask(taskId)).Any(run => new RunFolder(run).ReadRecord()?.Identity.IsAlive() == true);

    private void RemoveOrphans(DateTimeOffset now)
    {
        if (!Directory.Exists(folders.Orphaned))
            return;
        foreach (var folder in new DirectoryInfo(folders.Orphaned).EnumerateDirectories()
            .Where(folder => now - folder.LastWriteTimeUtc > OutputKept))
            Guarded(folder.FullName, () => FolderRemoval.Remove(folder.FullName));
    }

    /// <summary>One undeletable folder must not block the others.</summary>
    private void Guarded(string folder, Action act)
    {
        try
        {
            act();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Log.NotSwept(log, ex, folder);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} folders of runs belong to tasks the store does not know; they were "
            + "moved to {Folder} and are removed after {Days} days")]
        public static partial void SetAside(ILogger log, int count, string folder, int days);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Folder} could not be swept")]
        public static partial void NotSwept(ILogger log, Exception ex, string folder);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "A run lives in {Folder}, and the store does not know its task; it is left alone until it has ended")]
        public static partial void Lives(ILogger log, string folder);
    }
}
