using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;

namespace Ccsp.Gateway.Notifications;

/// <summary>Entry point of the notifications: raise a notice, look up its state, test a channel.</summary>
/// <param name="outbox">All channels'.</param>
/// <param name="senders">One for each configured channel.</param>
internal sealed class Notifier(Outbox outbox, IReadOnlyList<Sender> senders, NotifyOptions options, TimeProvider time)
{
    /// <summary>By name.</summary>
    public IReadOnlyList<ChannelRoute> Routes { get; } = [.. options.Routes.OrderBy(route => route.Channel, StringComparer.Ordinal)];

    /// <summary>
    /// Routes a notice that comes from no event; on disk when it returns, sent later. The same key again changes nothing.
    /// Events need no call: they are routed by themselves.
    /// </summary>
    public Task RaiseAsync(Notice notice, CancellationToken cancellationToken) =>
        outbox.RouteAsync([notice], cursor: null, time.GetUtcNow(), cancellationToken);

    public Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken) =>
        outbox.ListAsync(filter, cancellationToken);

    /// <inheritdoc cref="Outbox.RetryAsync(long, DateTimeOffset, CancellationToken)"/>
    public Task<OutboxEntry?> RetryAsync(long id, CancellationToken cancellationToken) =>
        outbox.RetryAsync(id, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc cref="Outbox.RetryAsync(string?, DateTimeOffset, CancellationToken)"/>
    public Task<int> RetryAsync(string? channel, CancellationToken cancellationToken) =>
        outbox.RetryAsync(channel, time.GetUtcNow(), cancellationToken);

    /// <summary>Every configured channel, by name.</summary>
    public async Task<IReadOnlyList<(ChannelRoute Route, ChannelHealth Health)>> HealthAsync(CancellationToken cancellationToken)
    {
        var health = await outbox.HealthAsync(cancellationToken);
        return [.. Routes.Select(route => (route, health.GetValueOrDefault(route.Channel) ?? ChannelHealth.None(route.Channel)))];
    }

    /// <summary>Sends a test over one channel at once, past the outbox, and keeps what came of it as the channel's health.</summary>
    /// <returns>Null for a channel that is not configured.</returns>
    public async Task<DeliveryOutcome?> TestAsync(string channel, CancellationToken cancellationToken)
    {
        if (senders.FirstOrDefault(candidate => candidate.Channel == channel) is not { } sender)
            return null;
        var now = time.GetUtcNow();
        var entry = new OutboxEntry
        {
            Channel = channel,
            CreatedAt = now,
            Tries = 1,
            Notice = new Notice
            {
                Key = $"test:{Guid.NewGuid():N}",
                Kind = NoticeKinds.Test,
                Topic = "test",
                Severity = Severity.Info,
                Title = "CCSP: a test notification",
                Body = $"If you read this, notifications over {channel} arrive.",
                At = now,
            },
        };
        var outcome = await sender.TryAsync(entry, cancellationToken);
        await outbox.NoteAsync(channel, outcome, time.GetUtcNow(), cancellationToken);
        return outcome;
    }
}
