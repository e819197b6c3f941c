using Ccsp.Contracts;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Takes up every run this instance holds a lease of and nobody follows: after a restart all of them, later on those whose flow broke.
/// Runs before the first claim and then with every heartbeat.
/// </summary>
internal sealed partial class Adoption(ITaskStore store, Supervisors supervisors, RunFolders folders, RunFlow flow, ExecutionSite site, ILogger<Adoption> log)
{
    /// <param name="claimedBefore">Younger leases may belong to a claim whose flow is just beginning.</param>
    /// <param name="leave">The gateway goes away.</param>
    /// <returns>How many runs were taken up.</returns>
    public async Task<int> RunOnceAsync(DateTimeOffset claimedBefore, CancellationToken leave)
    {
        var leased = await store.LeasesAsync(site.Instance.Id, leave);
        if (leased.Count > 0)
            site.Reached("adopt.leases");
        var taken = 0;
        foreach (var claimed in leased.Where(one => one.Task.Lease!.ClaimedAt <= claimedBefore))
        {
            if (site.Runs.TryBegin(claimed, active => AdoptAsync(claimed, active, leave)))
                taken++;
        }

        return taken;
    }

    private async Task AdoptAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        try
        {
            var task = claimed.Task;
            var directory = folders.OfRun(task.Id, task.Lease!.Run);
            var found = await supervisors.AdoptAsync(directory);
            site.Reached("adopt.found");
            Log.Found(log, task.Id, task.Lease.Run, found.GetType().Name);
            if (task.Stop is { } asked)
                active.AskStop(asked);
            await TakeUpAsync(claimed, found, active, leave);
            site.Reached("adopt.finished");
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // The next start takes it up again.
        }
        catch (Exception problem)
        {
            Log.Failed(log, problem, claimed.Task.Id);
        }
    }

    private Task TakeUpAsync(ClaimedTask claimed, AdoptOutcome found, ActiveRun active, CancellationToken leave)
    {
        // The gate is opened only after the start was confirmed: whatever lies in the folder of an unconfirmed start, its program never ran.
        if (claimed.Task.LastRun != claimed.Task.Lease!.Run)
            return GiveBackAsync(claimed.Task, found, leave);
        return found switch
        {
            AdoptOutcome.Live live => FollowAsync(claimed, live.Run, active, leave),
            AdoptOutcome.Ended ended => FollowAsync(claimed, ended.Run, active, leave),
            AdoptOutcome.Gone gone => FollowAsync(claimed, gone.Run, active, leave),
            AdoptOutcome.NeverReleased never => EndAsync(claimed.Task, never.Recorded, leave),
            _ => throw new InvalidOperationException($"No rule for {found}."),
        };
    }

    private async Task FollowAsync(ClaimedTask claimed, SupervisedRun run, ActiveRun active, CancellationToken leave)
    {
        using (run)
            await flow.RunAsync(claimed, run, RunFacts.Read(run.Directory), active, leave);
    }

    private async Task GiveBackAsync(AgentTask task, AdoptOutcome found, CancellationToken leave)
    {
        if (found is AdoptOutcome.Live live)
        {
            using (live.Run)
                await live.Run.KillTreeAsync();
        }

        const string reason = "The gateway ended before the start was confirmed.";
        await store.GiveBackAsync(new StartFailed(task.Id, task.Lease!.Token, reason, Hold: null, site.Time.GetUtcNow()), leave);
    }

    /// <summary>Confirmed, but nothing was released: the run does not count. If even its record is gone, it may have run, and a power loss hides it.</summary>
    private Task<LeaseOutcome> EndAsync(AgentTask task, bool recorded, CancellationToken leave)
    {
        var ending = recorded
            ? new Ending { Class = EndingClass.Drained, Message = "The gateway ended before the run was released.", Source = "gateway", Recoverable = true, Severity = Severity.Info }
            : new Ending { Class = EndingClass.Lost, Category = "UNKNOWN_ERROR", Message = "The files of the run are gone.", Source = "gateway", Recoverable = true, Severity = Severity.Error };
        return store.FinishAsync(new RunFinished { TaskId = task.Id, Token = task.Lease!.Token, Ending = ending, Jitter = 0, Now = site.Time.GetUtcNow() }, leave);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} run {Run}: taken up again, found {Found}")]
        public static partial void Found(ILogger log, string taskId, int run, string found);

        [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} could not be taken up; it is tried again")]
        public static partial void Failed(ILogger log, Exception problem, string taskId);
    }
}
