using System.Threading.Channels;

namespace Ccsp.Gateway.Events;

/// <summary>One listener's bounded buffer.</summary>
internal sealed class Subscription : IDisposable
{
    private readonly EventHub _hub;
    private readonly Channel<StoredEvent> _channel;

    private readonly IReadOnlySet<string>? _types;

    internal Subscription(EventHub hub, string? taskId, int capacity, IReadOnlySet<string>? types)
    {
        _hub = hub;
        _types = types;
        TaskId = taskId;
        _channel = Channel.CreateBounded<StoredEvent>(
            new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    public string? TaskId { get; }

    /// <summary>
    /// What was committed since the subscription, unless <see cref="TryOffer"/> found no room; then the numbers show a gap.
    /// </summary>
    public ChannelReader<StoredEvent> Events => _channel.Reader;

    internal bool IsWakeUp => _types is not null;

    public void Dispose()
    {
        _hub.Remove(this);
        _channel.Writer.TryComplete();
    }

    internal bool Wants(string type) => _types is null || _types.Contains(type);

    internal bool TryOffer(StoredEvent stored) => _channel.Writer.TryWrite(stored);
}
