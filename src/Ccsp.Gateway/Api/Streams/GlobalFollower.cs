using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Follows all stored events, in the store's order, without gaps.</summary>
internal sealed class GlobalFollower(StreamSources sources, SseWriter sse, CancellationToken cancellationToken)
{
    private const int Batch = 500;

    private static readonly TimeSpan StorePoll = TimeSpan.FromSeconds(2);

    /// <param name="after">The last number the client has; null: begin with the next event.</param>
    /// <param name="follow">Whether to wait for more.</param>
    /// <param name="subscription">To all events, made before the first read.</param>
    public async Task RunAsync(long? after, bool follow, Subscription subscription)
    {
        if (!await sse.OpenAsync(cancellationToken))
            return;
        var signal = new EventSignal(subscription, sources.Time);
        var last = after ?? await FirstSeqAsync(subscription) - 1;
        while (!cancellationToken.IsCancellationRequested)
        {
            signal.TakeAll();
            if (await SendAsync(last) is not { } reached || !follow)
                return;
            last = reached;
            await signal.WaitAsync(StorePoll, grown: null, cancellationToken);
            await KeepAliveAsync();
        }
    }

    /// <summary>The number of the first event since the subscription.</summary>
    private async Task<long> FirstSeqAsync(Subscription subscription)
    {
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var next = subscription.Events.WaitToReadAsync(patience.Token).AsTask();
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(sources.Options.KeepAliveSeconds), sources.Time, patience.Token));
            await patience.CancelAsync();
            if (subscription.Events.TryRead(out var first))
                return first.Seq;
            cancellationToken.ThrowIfCancellationRequested();
            await KeepAliveAsync();
        }
    }

    /// <returns>The last number sent; null when the client is gone.</returns>
    private async Task<long?> SendAsync(long last)
    {
        while (true)
        {
            var batch = await sources.Store.EventsAsync(new EventQuery(null, last, Batch), cancellationToken);
            foreach (var stored in batch)
            {
                last = stored.Seq;
                sse.Event(last.ToString(CultureInfo.InvariantCulture), stored);
                if (sse.IsFull && !await sse.FlushAsync(cancellationToken))
                    return null;
            }

            if (!await sse.FlushAsync(cancellationToken))
                return null;
            if (batch.Count < Batch)
                return last;
        }
    }

    private async Task KeepAliveAsync()
    {
        if (sse.Silence < TimeSpan.FromSeconds(sources.Options.KeepAliveSeconds))
            return;
        sse.KeepAlive();
        await sse.FlushAsync(cancellationToken);
    }
}
