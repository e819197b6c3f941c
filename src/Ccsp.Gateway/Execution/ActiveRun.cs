using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>A run this instance holds the lease of. It is told to stop, to hurry with it, or to leave the process tree to its
/// supervisor.</summary>
internal sealed class ActiveRun(ClaimedTask claimed)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<StopRequest> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As it was claimed or found.</summary>
    public ClaimedTask Claimed => claimed;

    public string TaskId { get; } = claimed.Task.Id;

    public LeaseToken Token { get; } = claimed.Task.Lease!.Token;

    public int Run { get; } = claimed.Task.Lease.Run;

    /// <summary>The process, once it is followed.</summary>
    public SupervisedRun? Process { get; set; }

    /// <summary>Completes once with the first stop that was asked.</summary>
    public Task<StopRequest> StopAsked => _stop.Task;

    /// <summary>A stop this instance was asked for and the store was not, or not yet; a cancel counts more than any other.</summary>
    public StopRequest? Unwritten { get; private set; }

    /// <summary>No process of it is left; only its end is to be stored.</summary>
    public bool IsOver { get; set; }

    /// <summary>Completes when a stop that is under way is not to take its time any more.</summary>
    public Task Hurried => _hurry.Task;

    /// <summary>The executing flow; awaited on the way out.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public void Hurry() => _hurry.TrySetResult();

    /// <summary>A stop the store knows of.</summary>
    public void AskStop(StopRequest request) => _stop.TrySetResult(request);

    /// <summary>A stop whose store does not answer, or is full.</summary>
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
