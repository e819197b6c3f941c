namespace Ccsp.Gateway.Processes;

/// <summary>
/// "Something may have changed", for any number of waiters. Take <see cref="Next"/> before looking and await it after, and no change slips
/// through; changes in between melt into one.
/// </summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
