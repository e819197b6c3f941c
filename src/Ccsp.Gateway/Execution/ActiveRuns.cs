using System.Collections.Concurrent;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>The runs of this instance that are under way.</summary>
internal sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<string, ActiveRun> byTask = new(StringComparer.Ordinal);

    public int Count => byTask.Count;

    /// <summary>Starts the flow of a run and keeps it until it ends; false when the task already has one here.</summary>
    public bool TryBegin(ClaimedTask claimed, Func<ActiveRun, Task> flow)
    {
        var run = new ActiveRun(claimed.Task.Id, claimed.Task.Lease!);
        if (!byTask.TryAdd(run.TaskId, run))
            return false;
        run.Completion = KeepUntilDoneAsync(run, flow);
        return true;
    }

    public ActiveRun? Find(string taskId) => byTask.GetValueOrDefault(taskId);

    /// <summary>Passes a stop on; a run that is unknown here or has another token is not ours to stop.</summary>
    public void Stop(StopOrder order)
    {
        if (byTask.TryGetValue(order.TaskId, out var run) && run.Token == order.Token)
            run.AskStop(order.Stop);
    }

    /// <summary>No run here may take its time to stop any more.</summary>
    public void Hurry()
    {
        foreach (var run in byTask.Values)
            run.Hurry();
    }

    /// <summary>Completes when every run known now has ended.</summary>
    public Task WhenAllDone() => Task.WhenAll(byTask.Values.Select(run => run.Completion));

    private async Task KeepUntilDoneAsync(ActiveRun run, Func<ActiveRun, Task> flow)
    {
        // The caller goes on claiming; the flow's first steps write files and start a process.
        await Task.Yield();
        try
        {
            await flow(run);
        }
        finally
        {
            byTask.TryRemove(run.TaskId, out _);
        }
    }
}
