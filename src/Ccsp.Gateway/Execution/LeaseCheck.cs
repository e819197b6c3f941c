using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Ends the runs here whose lease the store no longer has: it was emptied, or went back to older data. Nobody else could see or stop them,
/// and another instance may start their tasks again.
/// </summary>
internal sealed partial class LeaseCheck(ITaskStore store, ActiveRuns runs, LiveRuns live, Instance instance, StoreSetback setback,
    TimeProvider time, ILogger<LeaseCheck> log)
{
    private const string Actor = "gateway";

    /// <summary>A process the kernel cannot end yet is asked for again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    /// <summary>For an emergency stop: ends also what a gateway before left running and this one, not finding it in the store, did not
    /// adopt.</summary>
    /// <returns>For each run here without a lease what completes when it has ended.</returns>
    public async Task<IReadOnlyList<Task>> EndAllAsync(CancellationToken cancellationToken)
    {
        // Taken before the store is read: what is claimed meanwhile is not in question.
        var followed = runs.All();
        if (followed.Count > 0)
            await CompareAsync(followed, await store.LeasesAsync(instance.Id, cancellationToken), cancellationToken);
        var abandoned = await EndAbandonedAsync(cancellationToken);
        return [.. followed.Where(run => run.IsUnleased).Select(run => run.Completion), .. abandoned];
    }

    /// <param name="followed">Runs here, taken before the leases were read.</param>
    /// <param name="leased">What the store says this instance has.</param>
    /// <returns>For each run that is ended for it what completes when it has ended.</returns>
    public async Task<IReadOnlyList<Task>> CompareAsync(IReadOnlyList<ActiveRun> followed, IReadOnlyList<ClaimedTask> leased,
        CancellationToken cancellationToken)
    {
        List<Task> ending = [];
        var tokens = leased.Select(task => task.Task.Lease!.Token).ToHashSet();
        foreach (var run in followed.Where(run => !run.IsUnleased && !run.IsOver && !tokens.Contains(run.Token)))
        {
            // A list leaves out what cannot be read; that is no reason to end a run.
            var task = (await store.GetAsync(run.TaskId, cancellationToken))?.Task;
            if (task?.Lease?.Token == run.Token || run.IsOver || runs.Find(run.TaskId) != run)
                continue;
            Log.Unleased(log, run.TaskId, run.Run);
            setback.See($"the store does not know the lease of task {run.TaskId} any more");
            run.LoseLease(new StopRequest(StopReason.Drain, Actor, time.GetUtcNow()));
            ending.Add(run.Completion);
        }

        return ending;
    }

    private async Task<IReadOnlyList<Task>> EndAbandonedAsync(CancellationToken cancellationToken)
    {
        List<Task> ending = [];
        foreach (var folder in await Task.Run(live.Find, cancellationToken))
        {
            var taskId = new DirectoryInfo(folder).Parent!.Name;
            // What is leased is followed, or adopted with the next heartbeat, and stopped with the others.
            if (runs.Find(taskId) is not null || (await store.GetAsync(taskId, cancellationToken))?.Task.Lease is not null)
                continue;
            Log.Abandoned(log, folder);
            ending.Add(EndAsync(folder));
        }

        return ending;
    }

    private async Task EndAsync(string folder)
    {
        while (await live.EndAsync(folder, Actor) is { Count: > 0 } survivors)
        {
            Log.Survives(log, folder, string.Join(' ', survivors));
            await Task.Delay(Again, time, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The store does not know the lease of task {TaskId} run {Run} any more: it was "
            + "emptied, or went back to older data. The run is ended")]
        public static partial void Unleased(ILogger log, string taskId, int run);

        [LoggerMessage(Level = LogLevel.Error,
            Message = "A run lives in {Folder}, and the store has no lease of its task; the emergency stop ends it")]
        public static partial void Abandoned(ILogger log, string folder);

        [LoggerMessage(Level = LogLevel.Error, Message = "Of the run in {Folder} the processes {Survivors} are alive still")]
        public static partial void Survives(ILogger log, string folder, string survivors);
    }
}
