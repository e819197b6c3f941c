using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Ends the runs here whose lease the store no longer has: it was emptied, or went back to older data. Nobody else could see or stop them,
/// and another instance may start their tasks again.
/// </summary>
internal sealed partial class LeaseCheck(ITaskStore store, ActiveRuns runs, Instance instance, TimeProvider time, ILogger<LeaseCheck> log)
{
    /// <returns>For each run here without a lease what completes when it has ended.</returns>
    public async Task<IReadOnlyList<Task>> RunOnceAsync(CancellationToken cancellationToken)
    {
        // Taken before the store is read: what is claimed meanwhile is not in question.
        var followed = runs.All();
        if (followed.Count > 0)
            await CompareAsync(followed, await store.LeasesAsync(instance.Id, cancellationToken), cancellationToken);
        return [.. followed.Where(run => run.IsUnleased).Select(run => run.Completion)];
    }

    /// <param name="followed">Runs here, taken before the leases were read.</param>
    /// <param name="leased">What the store says this instance has.</param>
    public async Task CompareAsync(IReadOnlyList<ActiveRun> followed, IReadOnlyList<ClaimedTask> leased,
        CancellationToken cancellationToken)
    {
        var tokens = leased.Select(task => task.Task.Lease!.Token).ToHashSet();
        foreach (var run in followed.Where(run => !run.IsUnleased && !run.IsOver && !tokens.Contains(run.Token)))
        {
            // A list leaves out what cannot be read; that is no reason to end a run.
            var task = (await store.GetAsync(run.TaskId, cancellationToken))?.Task;
            if (task?.Lease?.Token == run.Token || run.IsOver || runs.Find(run.TaskId) != run)
                continue;
            Log.Unleased(log, run.TaskId, run.Run);
            run.LoseLease(new StopRequest(StopReason.Drain, "gateway", time.GetUtcNow()));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The store does not know the lease of task {TaskId} run {Run} any more: it was "
            + "emptied, or went back to older data. The run is ended")]
        public static partial void Unleased(ILogger log, string taskId, int run);
    }
}
