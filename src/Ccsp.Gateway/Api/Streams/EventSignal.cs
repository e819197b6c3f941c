using Ccsp.Gateway.Events;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Lets one follower wait for an event, more output, or a timeout.</summary>
internal sealed class EventSignal(Subscription subscription, TimeProvider time)
{
    private Task<bool>? _pending;

    /// <param name="most">Longest wait.</param>
    /// <param name="grown">Completes when there may be more output; null: none is expected.</param>
    /// <param name="cancellationToken">Ends the wait without an exception.</param>
    /// <returns>Whether an event arrived.</returns>
    public async Task<bool> WaitAsync(TimeSpan most, Task? grown, CancellationToken cancellationToken)
    {
        if (TakeAll())
            return true;
        _pending ??= subscription.Events.WaitToReadAsync(CancellationToken.None).AsTask();
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tick = Task.Delay(most, time, clock.Token);
        await (grown is null ? Task.WhenAny(_pending, tick) : Task.WhenAny(_pending, grown, tick));
        await clock.CancelAsync();
        StorePatience.Renew();
        return TakeAll();
    }

    /// <summary>Discards the pending events: they only wake the follower, which reads the store, in order and without gaps.</summary>
    public bool TakeAll()
    {
        var any = false;
        while (subscription.Events.TryRead(out _))
            any = true;
        if (_pending is { IsCompleted: true })
            _pending = null;
        return any;
    }
}
