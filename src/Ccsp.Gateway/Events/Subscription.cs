using System.Threading.Channels;

namespace Ccsp.Gateway.Events;

/// <summary>One listener's bounded buffer.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly EventHub hub;
    private readonly Channel<StoredEvent> channel;

    internal Subscription(EventHub hub, string? taskId, int capacity)
    {
        this.hub = hub;
        TaskId = taskId;
        channel = Channel.CreateBounded<StoredEvent>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    public string? TaskId { get; }

    /// <summary>What was committed since the subscription, unless <see cref="TryOffer"/> found no room; then the numbers show a gap.</summary>
    public ChannelReader<StoredEvent> Events => channel.Reader;

    public void Dispose()
    {
        hub.Remove(this);
        channel.Writer.TryComplete();
    }

    internal bool TryOffer(StoredEvent stored) => channel.Writer.TryWrite(stored);
}
