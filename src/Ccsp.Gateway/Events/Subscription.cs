using System.Threading.Channels;

namespace Ccsp.Gateway.Events;

/// <summary>One listener's bounded buffer.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly EventHub hub;
    private readonly Channel<StoredEvent> channel;

    private readonly IReadOnlySet<string>? types;

    internal Subscription(EventHub hub, string? taskId, int capacity, IReadOnlySet<string>? types)
    {
        this.hub = hub;
        this.types = types;
        TaskId = taskId;
        channel = Channel.CreateBounded<StoredEvent>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    public string? TaskId { get; }

    /// <summary>
    /// What was committed since the subscription, unless <see cref="TryOffer"/> found no room; then the numbers show a gap.
    /// </summary>
    public ChannelReader<StoredEvent> Events => channel.Reader;

    internal bool IsWakeUp => types is not null;

    public void Dispose()
    {
        hub.Remove(this);
        channel.Writer.TryComplete();
    }

    internal bool Wants(string type) => types is null || types.Contains(type);

    internal bool TryOffer(StoredEvent stored) => channel.Writer.TryWrite(stored);
}
