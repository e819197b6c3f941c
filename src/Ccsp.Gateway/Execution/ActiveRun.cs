using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>A run this instance holds the lease of. Two signals reach it: stop the process tree, or leave it to its supervisor.</summary>
internal sealed class ActiveRun(string taskId, Lease lease)
{
    private readonly TaskCompletionSource<StopRequest> stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string TaskId { get; } = taskId;

    public LeaseToken Token { get; } = lease.Token;

    public int Run { get; } = lease.Run;

    /// <summary>The process, once it is followed.</summary>
    public SupervisedRun? Process { get; set; }

    /// <summary>Completes once with the first stop that was recorded in the store.</summary>
    public Task<StopRequest> StopAsked => stop.Task;

    /// <summary>The executing flow; awaited on the way out.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public void AskStop(StopRequest request) => stop.TrySetResult(request);
}
