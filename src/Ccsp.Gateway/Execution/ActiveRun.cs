using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>A run leased by this instance. It can be told to stop, to hurry, or to be left to its supervisor.</summary>
internal sealed class ActiveRun(ClaimedTask claimed)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<StopRequest> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The task as claimed or adopted.</summary>
    public ClaimedTask Claimed => claimed;

    public string TaskId { get; } = claimed.Task.Id;

    public LeaseToken Token { get; } = claimed.Task.Lease!.Token;

    public int Run { get; } = claimed.Task.Lease.Run;

    /// <summary>The process; null until it is followed.</summary>
    public SupervisedRun? Process { get; set; }

    /// <summary>Completes with the first stop request.</summary>
    public Task<StopRequest> StopAsked => _stop.Task;

    /// <summary>A stop the store does not know of yet; a cancel overrides any other.</summary>
    public StopRequest? Unwritten { get; private set; }

    /// <summary>No process is left; only the end remains to be stored.</summary>
    public bool IsOver { get; set; }

    /// <summary>The store no longer knows its lease: it is ended, and nothing of it is written.</summary>
    public bool IsUnleased { get; private set; }

    /// <summary>Completes when a stop in progress must hurry.</summary>
    public Task Hurried => _hurry.Task;

    /// <summary>The executing flow, awaited on shutdown.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public void Hurry() => _hurry.TrySetResult();

    /// <summary>A stop the store knows of.</summary>
    public void AskStop(StopRequest request) => _stop.TrySetResult(request);

    /// <summary>Ends it as fast as an emergency stop does.</summary>
    public void LoseLease(StopRequest request)
    {
        IsUnleased = true;
        _stop.TrySetResult(request);
        _hurry.TrySetResult();
    }

    /// <summary>A stop that the store could not record.</summary>
    public void AskUnwritten(StopRequest request)
    {
        lock (_gate)
        {
            if (Unwritten?.Reason != StopReason.Cancel)
                Unwritten = request;
        }

        _stop.TrySetResult(request);
    }
}
