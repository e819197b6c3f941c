using System.Collections.Concurrent;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>The live runs of this instance.</summary>
internal sealed class ActiveRuns
{
    private readonly ConcurrentDictionary<string, ActiveRun> _byTask = new(StringComparer.Ordinal);

    private volatile StopRequest? _stopAll;
    private volatile bool _held;

    public int Count => _byTask.Count;

    /// <summary>Set while nothing may be claimed, whatever the store says.</summary>
    public bool IsHeld => _held;

    /// <summary>Starts the flow of a run; false if the task already has one here.</summary>
    public bool TryBegin(ClaimedTask claimed, Func<ActiveRun, Task> flow)
    {
        var run = new ActiveRun(claimed);
        if (!_byTask.TryAdd(run.TaskId, run))
            return false;
        if (_stopAll is { } request)
            run.AskUnwritten(request);
        run.Completion = KeepUntilDoneAsync(run, flow);
        return true;
    }

    public IReadOnlyList<ActiveRun> All() => [.. _byTask.Values];

    public ActiveRun? Find(string taskId) => _byTask.GetValueOrDefault(taskId);

    /// <summary>Whether a run works in the folder, even one of another task that continues its conversation there.</summary>
    public bool AnyIn(string folder) => _byTask.Values.Any(run =>
        run.Claimed.Spec.WorkingDirectory?.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) == true);

    /// <summary>Forwards a stop; ignored for unknown runs and stale tokens.</summary>
    public void Stop(StopOrder order)
    {
        if (_byTask.TryGetValue(order.TaskId, out var run) && run.Token == order.Token)
            run.AskStop(order.Stop);
    }

    /// <summary>Claims end; with a request, every run does, also one that begins later.</summary>
    public void Hold(StopRequest? request)
    {
        _held = true;
        if (request is null)
            return;
        _stopAll = request;
        foreach (var run in _byTask.Values)
        {
            run.AskUnwritten(request);
            run.Hurry();
        }
    }

    public void Release()
    {
        _stopAll = null;
        _held = false;
    }

    /// <summary>Live runs, and how many of them only wait for the store to take their end.</summary>
    public (int All, int Ended) Counts() => (_byTask.Count, _byTask.Values.Count(run => run.IsOver));

    /// <summary>Makes every stop in progress hurry.</summary>
    public void Hurry()
    {
        foreach (var run in _byTask.Values)
            run.Hurry();
    }

    /// <summary>Completes when every run known now has ended.</summary>
    public Task WhenAllDone() => Task.WhenAll(_byTask.Values.Select(run => run.Completion));

    private async Task KeepUntilDoneAsync(ActiveRun run, Func<ActiveRun, Task> flow)
    {
        // Off the caller's thread: the first steps write files and start a process.
        await Task.Yield();
        try
        {
            await flow(run);
        }
        finally
        {
            _byTask.TryRemove(run.TaskId, out _);
        }
    }
}
