using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api;

/// <summary>Waits until a task ended. The store is the truth; the hub only says when to look.</summary>
internal sealed class UntilEnded(ITaskStore store, TimeProvider time)
{
    /// <summary>Between two looks when no event was heard, for those of other instances.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>The task as it is now.</summary>
    public Task<TaskRecord?> NowAsync(string id) => store.GetAsync(id, CancellationToken.None);

    /// <param name="subscription">Subscribed before the task was submitted.</param>
    /// <param name="most">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait early, without an exception.</param>
    /// <returns>The task as it was at the last look.</returns>
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
            await signal.WaitAsync(left < Look ? left : Look, grown: null, cancellationToken);
        }
    }
}
