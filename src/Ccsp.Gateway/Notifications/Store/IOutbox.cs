using Ccsp.Gateway.Notifications.Delivery;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>
/// The durable outbox of all channels. Each method is one atomic step, stored when it returns. A notification goes waiting → sending →
/// sent; what a crash leaves as sending is found by <see cref="RecoverAsync"/>.
/// </summary>
internal interface IOutbox
{
    /// <summary>Changes with whatever may make something due, so that an idle channel need not ask the store.</summary>
    int Version { get; }

    /// <summary>The number of the last event that was routed.</summary>
    Task<long> CursorAsync(CancellationToken cancellationToken);

    /// <summary>Decides for each notice and channel, and keeps what is to be sent.</summary>
    /// <param name="notices">In their order; one whose key is known already changes nothing.</param>
    /// <param name="cursor">The last event these come from; null when they come from no event.</param>
    /// <param name="now">The store's now.</param>
    /// <param name="cancellationToken">Withdraws the step while it waits.</param>
    /// <returns>How many notifications are new.</returns>
    Task<int> RouteAsync(IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps a notice for one channel past the router.</summary>
    /// <returns>False when its key is known already.</returns>
    Task<bool> AddAsync(string channel, Notice notice, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes what is due and marks it as being sent. Within a topic the order is kept: an end must not overtake its
    /// trouble.</summary>
    Task<IReadOnlyList<OutboxEntry>> TakeAsync(string channel, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next of a channel is due; null when nothing waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(string channel, CancellationToken cancellationToken);

    /// <summary>What an earlier life, or an instance that led before, was sending is sent again; its tries tell that the peer may have
    /// it.</summary>
    Task<int> RecoverAsync(string channel, CancellationToken cancellationToken);

    /// <summary>Writes what came of a try, with the health of its channel. A failure counts only if nobody has begun another try
    /// since.</summary>
    Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes how a channel does where no notification is concerned.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="error">Null: it works.</param>
    /// <param name="pausedUntil">Nothing is sent before.</param>
    /// <param name="now">The store's now.</param>
    /// <param name="cancellationToken">Withdraws the step while it waits.</param>
    Task NoteAsync(string channel, string? error, DateTimeOffset? pausedUntil, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether anything about a topic is still to be sent.</summary>
    Task<bool> IsBusyAsync(string channel, string topic, CancellationToken cancellationToken);

    Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken);

    /// <summary>How each channel that was ever used does, by name.</summary>
    Task<IReadOnlyDictionary<string, ChannelHealth>> HealthAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what was done long ago, a bounded piece at a time.</summary>
    Task<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
