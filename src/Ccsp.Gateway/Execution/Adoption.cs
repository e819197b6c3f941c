using Ccsp.Contracts;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Adopts every leased run nobody follows: after a restart all of them, later those whose flow failed; and ends those followed without a
/// lease. Runs before the first claim and then with every heartbeat.
/// </summary>
internal sealed partial class Adoption(ITaskStore store, Supervisors supervisors, RunFolders folders, RunFlow flow, LeaseCheck check,
    EmergencyStopService emergency, ExecutionSite site, ILogger<Adoption> log)
{
    /// <summary>Leases the previous round found without a flow.</summary>
    private HashSet<LeaseToken> _unfollowed = [];

    /// <param name="atStart">Nothing has been claimed yet. Later on a lease may belong to a claim whose flow is just beginning; one that
    /// had no flow in the round before does not.</param>
    /// <param name="leave">The gateway goes away.</param>
    /// <returns>How many runs were taken up.</returns>
    public async Task<int> RunOnceAsync(bool atStart, CancellationToken leave)
    {
        var followed = site.Runs.All();
        var leased = await store.LeasesAsync(site.Instance.Id, leave);
        await emergency.NoteAsync(await check.CompareAsync(followed, leased, leave), leave);
        if (leased.Count > 0)
            site.Reached("adopt.leases");
        var alone = leased.Where(task => site.Runs.Find(task.Task.Id) is null).ToList();
        var before = _unfollowed;
        _unfollowed = [.. alone.Select(task => task.Task.Lease!.Token)];
        var taken = 0;
        foreach (var claimed in alone.Where(task => atStart || before.Contains(task.Task.Lease!.Token)))
        {
            if (site.Runs.TryBegin(claimed, active => AdoptAsync(claimed, active, leave)))
                taken++;
        }

        return taken;
    }

    private async Task AdoptAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        var task = claimed.Task;
        try
        {
            var found = await FindAsync(claimed, active, leave);
            if (found is not null)
                await TakeUpAsync(claimed, found, active, leave);
            site.Reached("adopt.finished");
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // The next start adopts it again.
        }
        catch (Exception ex)
        {
            Log.Failed(log, ex, task.Id);
        }
    }

    /// <returns>What its folder says, and how its output is to be read; null when that is unknown and it was given up for it.</returns>
    private async Task<Found?> FindAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        var task = claimed.Task;
        var directory = folders.OfRun(task.Id, task.Lease!.Run);
        try
        {
            var outcome = await supervisors.AdoptAsync(directory);
            site.Reached("adopt.found");
            Log.Found(log, task.Id, task.Lease.Run, outcome.GetType().Name);
            if (task.Stop is { } asked)
                active.AskStop(asked);
            return new Found(outcome,
                outcome is AdoptOutcome.NeverReleased || task.LastRun != task.Lease.Run ? null : RunFacts.Read(directory));
        }
        catch (Exception ex) when (!leave.IsCancellationRequested)
        {
            if (!await flow.GiveUpAsync(claimed, ex, () => supervisors.KillAsync(task.Lease.Token.ToString()), leave))
                throw;
            return null;
        }
    }

    private Task TakeUpAsync(ClaimedTask claimed, Found run, ActiveRun active, CancellationToken leave)
    {
        var (found, facts) = run;
        // The gate opens only after the start is confirmed, so an unconfirmed start never ran its program.
        if (claimed.Task.LastRun != claimed.Task.Lease!.Run)
            return GiveBackAsync(claimed.Task, found, leave);
        return found switch
        {
            AdoptOutcome.Live live => FollowAsync(claimed, live.Run, facts!, active, leave),
            AdoptOutcome.Ended ended => FollowAsync(claimed, ended.Run, facts!, active, leave),
            AdoptOutcome.Gone gone => FollowAsync(claimed, gone.Run, facts!, active, leave),
            AdoptOutcome.NeverReleased never => EndAsync(claimed, never.Recorded, leave),
            _ => throw new InvalidOperationException($"No rule for {found}."),
        };
    }

    private async Task FollowAsync(ClaimedTask claimed, SupervisedRun run, RunFacts facts, ActiveRun active, CancellationToken leave)
    {
        using (run)
        {
            if (claimed.Task.Stop is null && run.Mark is { } mark && EnumNames<StopReason>.TryParse(mark.Reason, out var reason))
                active.AskUnwritten(new StopRequest(reason, mark.Actor, site.Time.GetUtcNow()));
            await flow.RunAsync(claimed, run, facts, active, leave);
        }
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

    /// <summary>
    /// Confirmed but never released: the run does not count. If even its record is gone, a power loss may hide that it ran.
    /// </summary>
    private Task EndAsync(ClaimedTask claimed, bool recorded, CancellationToken leave)
    {
        var ending = recorded
            ? new Ending { Class = EndingClass.Drained, Message = "The gateway ended before the run was released.", Source = "gateway",
            Recoverable = true, Severity = Severity.Info }
            : new Ending { Class = EndingClass.Lost, Category = "UNKNOWN_ERROR", Message = "The files of the run are gone.",
            Source = "gateway", Recoverable = true, Severity = Severity.Error };
        return flow.FinishAsync(claimed, ending, leave);
    }

    private sealed record Found(AdoptOutcome Outcome, RunFacts? Facts);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} run {Run}: taken up again, found {Found}")]
        public static partial void Found(ILogger log, string taskId, int run, string found);

        [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId} could not be taken up; it is tried again")]
        public static partial void Failed(ILogger log, Exception exception, string taskId);
    }
}
