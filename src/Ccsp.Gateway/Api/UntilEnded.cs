using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api;

/// <summary>Waits until a task has ended. The store is authoritative; the hub only says when to read it.</summary>
internal sealed class UntilEnded(ITaskStore store, TimeProvider time)
{
    /// <summary>Interval between reads without an event, for tasks of other instances.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The task's current state.</summary>
    public Task<TaskRecord?> NowAsync(string id) => store.GetAsync(id, CancellationToken.None);

    /// <param name="subscription">Made before the task was submitted.</param>
    /// <param name="most">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait early, without an exception.</param>
    /// <returns>The task as last read.</returns>
    public async Task<TaskRecord?> WaitAsync(string id, Subscription subscription, TimeSpan most, CancellationToken cancellationToken)
    {
        var signal = new Streams.EventSignal(subscription, time);
        var started = time.GetTimestamp();
        while (true)
        {
            var record = await store.GetAsync(id, CancellationToken.None);
            var left = most - time.GetElapsedTime(started);
            if (record is null || record.Task.IsTerminal || left <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)
                return record;
            await signal.WaitAsync(left < PollInterval ? left : PollInterval, grown: null, cancellationToken);
        }
    }
}
