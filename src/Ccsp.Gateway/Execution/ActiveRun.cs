using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>A run this instance holds the lease of. It is told to stop, to hurry with it, or to leave the process tree to its supervisor.</summary>
internal sealed class ActiveRun(string taskId, Lease lease)
{
    private readonly TaskCompletionSource<StopRequest> stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string TaskId { get; } = taskId;

    public LeaseToken Token { get; } = lease.Token;

    public int Run { get; } = lease.Run;

    /// <summary>The process, once it is followed.</summary>
    public SupervisedRun? Process { get; set; }

    /// <summary>Completes once with the first stop that was recorded in the store.</summary>
    public Task<StopRequest> StopAsked => stop.Task;

    /// <summary>Completes when a stop that is under way is not to take its time any more.</summary>
    public Task Hurried => hurry.Task;

    /// <summary>The executing flow; awaited on the way out.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public void Hurry() => hurry.TrySetResult();

    public void AskStop(StopRequest request) => stop.TrySetResult(request);
}
