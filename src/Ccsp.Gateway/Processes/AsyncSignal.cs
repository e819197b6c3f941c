namespace Ccsp.Gateway.Processes;

/// <summary>
/// "Something may have changed", for any number of waiters. Take <see cref="Next"/> before checking and await it afterwards, so that no
/// change is missed; several changes in between count as one.
/// </summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
