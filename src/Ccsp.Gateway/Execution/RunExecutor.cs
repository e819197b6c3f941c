using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Starts one claimed run: process at its gate, start confirmed in the store, gate opened, carried to its end.</summary>
internal sealed partial class RunExecutor(ITaskStore store, RunStarter starter, RunFlow flow, StartRefusals refusals, ExecutionSite site, ILogger<RunExecutor> log)
{
    public async Task ExecuteAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        try
        {
            await StartAsync(claimed, active, leave);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            // The lease stays with this instance; its next start adopts the run.
        }
        catch (CannotStart problem)
        {
            await refusals.FailAsync(claimed, problem.Message, leave);
        }
        catch (Exception problem)
        {
            // The lease is still ours and nobody follows the run: the next round of adoption takes it up again.
            Log.Failed(log, problem, claimed.Task.Id);
        }
    }

    /// <summary>Before the first claim.</summary>
    public Task PrepareAsync() => starter.StandByAsync();

    private async Task StartAsync(ClaimedTask claimed, ActiveRun active, CancellationToken leave)
    {
        var plan = RunPlan.For(claimed, await NamedConversationAsync(claimed, leave), Guid.NewGuid());
        var (outcome, facts) = await starter.StartAsync(claimed, plan, leave);
        if (outcome is not StartOutcome.Started started)
        {
            await refusals.HandleAsync(claimed, outcome, leave);
            return;
        }

        refusals.Succeeded();
        using var run = started.Run;
        var identity = run.Identity;
        var confirmation = new RunStarted(claimed.Task.Id, active.Token, identity.Pid, identity.StartTime, identity.BootId, plan.ConversationId, site.Time.GetUtcNow());
        switch (await store.ConfirmAsync(confirmation, leave))
        {
            case LeaseOutcome.Applied applied:
                run.Release();
                site.Reached("start.released");
                // Only now, so as not to take its processor time.
                var next = starter.StandByAsync();
                await flow.RunAsync(claimed with { Task = applied.Task }, run, facts, active, leave);
                await next;
                break;
            case LeaseOutcome.Refused refused:
                // A stop was asked before the gate opened: the process never existed for the engine.
                await store.GiveBackAsync(new StartFailed(claimed.Task.Id, active.Token, refused.Reason, Hold: null, site.Time.GetUtcNow()), leave);
                break;
            case LeaseOutcome.Lost:
                Log.LeaseLost(log, claimed.Task.Id);
                break;
        }
    }

    /// <summary>The conversation a submission continues: an id of the engine's, or the one of another task.</summary>
    private async Task<string?> NamedConversationAsync(ClaimedTask claimed, CancellationToken leave)
    {
        if (claimed.Spec.Resume is not { } named)
            return null;
        var other = await store.GetAsync(named, leave);
        return other is null ? named : other.Task.ConversationId;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Run of task {TaskId} is not followed any more")]
        public static partial void Failed(ILogger log, Exception problem, string taskId);

        [LoggerMessage(Level = LogLevel.Error, Message = "The lease of task {TaskId} was lost before its run began")]
        public static partial void LeaseLost(ILogger log, string taskId);
    }
}
