using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>
/// The durable outbox of all channels. Each method is one atomic step, stored when it returns. A notification goes from waiting to sending
/// to sent; <see cref="RecoverAsync"/> handles those a crash left as sending.
/// </summary>
internal sealed class Outbox(IRecordStore records, NotifyOptions options)
{
    private const int PrunedAtOnce = 500, RetriedAtOnce = 100;

    private readonly RouteStep _routing = new(options);
    private int _version;

    /// <summary>Changes whenever something may have become due, so that an idle channel need not read the store.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The number of the last event that was routed.</summary>
    public Task<long> CursorAsync(CancellationToken cancellationToken) => records.ReadAsync(
        async reader => (await reader.FindAsync(EventCursor.Kind, OutboxRecords.Reader))?.Seq ?? 0, cancellationToken);

    /// <summary>Routes each notice to each channel and stores what is to be sent.</summary>
    /// <param name="notices">In order; a known key changes nothing.</param>
    /// <param name="cursor">The last event these come from; null without events.</param>
    /// <param name="cancellationToken">Withdraws the step while it waits.</param>
    /// <returns>Number of new notifications.</returns>
    public Task<int> RouteAsync(IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
        StepAsync(outbox => _routing.RunAsync(outbox, notices, cursor, now), cancellationToken);

    /// <summary>Stores a notice for one channel, bypassing the router.</summary>
    /// <returns>False when its key is already known.</returns>
    public Task<bool> AddAsync(string channel, Notice notice, DateTimeOffset now, CancellationToken cancellationToken) =>
        StepAsync(outbox => outbox.InsertAsync(channel, notice, notice.Body, now, now), cancellationToken);

    /// <summary>
    /// Takes due notifications and marks them as sending. Order is kept within a topic: an end must not overtake its problem.
    /// </summary>
    public async Task<IReadOnlyList<OutboxEntry>> TakeAsync(string channel, DateTimeOffset now, int limit,
        CancellationToken cancellationToken) => await RunAsync<IReadOnlyList<OutboxEntry>>(
        async outbox =>
        {
            if ((await outbox.ChannelAsync(channel)).PausedUntil > now)
                return [];
            var open = await outbox.OpenAsync(channel);
            List<OutboxEntry> taken =
            [
                .. open.Where(entry => IsDue(entry, open, now)).OrderBy(entry => entry.DueAt).ThenBy(entry => entry.Id).Take(limit)
                    .Select(entry => entry with { State = NotificationState.Sending, Tries = entry.Tries + 1 }),
            ];
            taken.ForEach(outbox.Put);
            return taken;
        },
        cancellationToken);

    /// <summary>When the channel's next notification is sent; null when none waits.</summary>
    public Task<DateTimeOffset?> NextDueAsync(string channel, CancellationToken cancellationToken) => records.ReadAsync<DateTimeOffset?>(
        async reader =>
        {
            if (await reader.RangeAsync(OutboxRecords.Entries, OutboxRecords.Due, channel, long.MinValue, long.MaxValue, 1)
                is not [var next])
                return null;
            var pausedUntil = (await reader.FindAsync(OutboxRecords.Channels, channel))?.PausedUntil;
            return pausedUntil > next.DueAt ? pausedUntil : next.DueAt;
        },
        cancellationToken);

    /// <summary>
    /// Requeues what a crashed gateway or an earlier leader was sending; the attempt count shows that the peer may already have it.
    /// </summary>
    public Task<int> RecoverAsync(string channel, CancellationToken cancellationToken) => StepAsync(
        async outbox =>
        {
            var sending = (await outbox.OpenAsync(channel)).Where(entry => entry.State == NotificationState.Sending).ToList();
            sending.ForEach(entry => outbox.Put(entry with { State = NotificationState.Waiting }));
            return sending.Count;
        },
        cancellationToken);

    /// <summary>
    /// Stores the result of an attempt and the channel's health. A failure counts only if no other attempt has begun since.
    /// </summary>
    public Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset now, CancellationToken cancellationToken) => StepAsync(
        async outbox =>
        {
            if (await outbox.FindAsync(entry.Id) is { DoneAt: null } live)
                Settle(outbox, live, entry, step, now);
            var channel = await outbox.ChannelAsync(entry.Channel);
            outbox.Put(step switch
            {
                DeliveryStep.Done done => channel.Good(now, done.Warning),
                DeliveryStep.Again { PauseUntil: { } until } again => channel.Paused(again.Error, until, isHalted: false, now),
                DeliveryStep.Again again => channel.Bad(again.Error, now),
                DeliveryStep.Halt halt => channel.Paused(halt.Error, halt.Until, isHalted: true, now),
                DeliveryStep.Dead dead => channel.Bad(dead.Error, now),
                _ => throw new InvalidOperationException($"No rule for {step}."),
            });
            return true;
        },
        cancellationToken);

    /// <summary>Updates a channel's health after a try without a notification.</summary>
    public Task NoteAsync(string channel, DeliveryOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken) => StepAsync(
        async outbox =>
        {
            var stored = await outbox.ChannelAsync(channel);
            outbox.Put(outcome switch
            {
                DeliveryOutcome.Sent sent => stored.Good(now, sent.Warning),
                DeliveryOutcome.Postponed postponed => stored.Paused(postponed.Reason, postponed.Until, isHalted: false, now),
                DeliveryOutcome.Failed { Fault: PeerFault.Configuration } failed =>
                    stored.Paused(failed.Reason, now + DeliveryPolicy.HaltFor, isHalted: true, now),
                DeliveryOutcome.Failed failed => stored.Bad(failed.Reason, now),
                _ => throw new InvalidOperationException($"No rule for {outcome}."),
            });
            return true;
        },
        cancellationToken);

    /// <summary>Ends the pause of a channel whose options were refused, as they may be others now.</summary>
    public Task ResumeAsync(string channel, CancellationToken cancellationToken) => StepAsync(
        async outbox =>
        {
            await ResumeAsync(outbox, channel);
            return true;
        },
        cancellationToken);

    /// <summary>Sends again what was given up; what waits is sent now, and what was sent stays so.</summary>
    /// <returns>Null when there is no such notification.</returns>
    public Task<OutboxEntry?> RetryAsync(long id, DateTimeOffset now, CancellationToken cancellationToken) => StepAsync(
        async outbox =>
        {
            var entry = await outbox.FindAsync(id);
            var next = entry?.State switch
            {
                NotificationState.Dead => entry.Retry(now),
                NotificationState.Waiting => entry with { DueAt = now },
                _ => entry,
            };
            if (next is not { State: NotificationState.Waiting })
                return next;
            outbox.Put(next);
            await ResumeAsync(outbox, next.Channel);
            return next;
        },
        cancellationToken);

    /// <summary>Sends again what was given up until now, as far as there is room.</summary>
    /// <param name="channel">Only of this channel; null: of all.</param>
    /// <param name="cancellationToken">Leaves the rest as it is.</param>
    /// <returns>How many.</returns>
    public async Task<int> RetryAsync(string? channel, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (retried, after) = (0, 0L);
        while (true)
        {
            var page = await StepAsync(outbox => RetryPageAsync(outbox, channel, after, now), cancellationToken);
            if (page.Count == 0)
                return retried;
            (retried, after) = (retried + page.Count, page[^1].Id);
        }
    }

    /// <summary>Whether anything about a topic is still to be sent.</summary>
    public Task<bool> IsBusyAsync(string channel, string topic, CancellationToken cancellationToken) => records.ReadAsync(
        async reader =>
            await reader.CountAsync(OutboxRecords.Entries, OutboxRecords.OpenByTopic, OutboxRecords.Pair(channel, topic)) > 0,
        cancellationToken);

    public Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken)
    {
        var (index, partition) = (filter.Channel, filter.State) switch
        {
            (null, null) => (OutboxRecords.All, ""),
            (null, { } state) => (OutboxRecords.ByState, EnumNames<NotificationState>.Of(state)),
            ({ } channel, null) => (OutboxRecords.ByChannel, channel),
            ({ } channel, { } state) =>
                (OutboxRecords.ByChannelAndState, OutboxRecords.Pair(channel, EnumNames<NotificationState>.Of(state))),
        };
        return records.ReadAsync(
            reader => reader.RangeAsync(OutboxRecords.Entries, index, partition, long.MinValue, (filter.Before ?? long.MaxValue) - 1,
                Math.Min(filter.Limit, RecordLimits.PageSize), descending: true),
            cancellationToken);
    }

    /// <summary>The health of every channel that was ever used, by name.</summary>
    public Task<IReadOnlyDictionary<string, ChannelHealth>> HealthAsync(CancellationToken cancellationToken) =>
        records.ReadAsync<IReadOnlyDictionary<string, ChannelHealth>>(
            async reader =>
            {
                var health = new Dictionary<string, ChannelHealth>(StringComparer.Ordinal);
                foreach (var channel in await reader.PageAsync(OutboxRecords.Channels, after: null, RecordLimits.PageSize))
                    health[channel.Name] = await HealthAsync(reader, channel);
                return health;
            },
            cancellationToken);

    /// <summary>Removes old finished notifications, a bounded number at a time.</summary>
    public Task<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => records.WriteAsync(
        async step =>
        {
            var before = (now - options.KeptFor).ToUnixTimeMilliseconds() - 1;
            var surplus = await step.CountAsync(OutboxRecords.Entries, OutboxRecords.Done, "") - options.Kept;
            var done = await step.RangeAsync(OutboxRecords.Entries, OutboxRecords.Done, "", long.MinValue, long.MaxValue, PrunedAtOnce);
            var pruned = 0;
            foreach (var entry in done.TakeWhile((entry, n) => n < surplus || entry.DoneAt!.Value.ToUnixTimeMilliseconds() <= before))
            {
                step.Remove(OutboxRecords.Entries, OutboxRecords.KeyOf(entry.Id));
                pruned++;
            }

            foreach (var topic in await step.RangeAsync(OutboxRecords.Topics, OutboxRecords.TopicsByTime, "", long.MinValue, before,
                PrunedAtOnce))
                step.Remove(OutboxRecords.Topics, OutboxRecords.Pair(topic.Channel, topic.Topic));
            return pruned;
        },
        cancellationToken);

    private async ValueTask<IReadOnlyList<OutboxEntry>> RetryPageAsync(OutboxStep outbox, string? channel, long after, DateTimeOffset now)
    {
        var free = (int)Math.Min(options.Capacity - await outbox.WaitingAsync(), RetriedAtOnce);
        if (free <= 0)
            return [];
        var dead = await outbox.DeadAsync(channel, after, free);
        foreach (var entry in dead)
            outbox.Put(entry.Retry(now));
        foreach (var name in dead.Select(entry => entry.Channel).Distinct(StringComparer.Ordinal))
            await ResumeAsync(outbox, name);
        return dead;
    }

    private static async ValueTask ResumeAsync(OutboxStep outbox, string channel)
    {
        if (await outbox.ChannelAsync(channel) is { IsHalted: true } halted)
            outbox.Put(halted.Resume());
    }

    private static void Settle(OutboxStep outbox, OutboxEntry live, OutboxEntry tried, DeliveryStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case DeliveryStep.Done done:
                outbox.Put(live with { State = NotificationState.Sent, DoneAt = now, Error = done.Warning });
                break;
            // Another attempt is in progress.
            case not DeliveryStep.Done when live.State != NotificationState.Sending || live.Tries != tried.Tries:
                break;
            // When the peer asked to wait, the attempt does not count.
            case DeliveryStep.Again again:
                outbox.Put(live with
                {
                    State = NotificationState.Waiting, DueAt = again.At, Error = again.Error,
                    Tries = live.Tries - (again.PauseUntil is null ? 0 : 1), Recipients = again.Remaining ?? live.Recipients,
                });
                break;
            case DeliveryStep.Halt halt:
                outbox.Put(live with { State = NotificationState.Waiting, Error = halt.Error, Tries = live.Tries - 1 });
                break;
            case DeliveryStep.Dead dead:
                outbox.Put(live with { State = NotificationState.Dead, DoneAt = now, Error = dead.Error });
                break;
        }
    }

    /// <summary>Order is kept within a topic; only notifications postponed to a later hour are overtaken.</summary>
    private static bool IsDue(OutboxEntry entry, List<OutboxEntry> open, DateTimeOffset now) =>
        entry.State == NotificationState.Waiting && entry.DueAt <= now
        && !open.Exists(earlier => earlier.Id < entry.Id && earlier.Notice.Topic == entry.Notice.Topic
            && (earlier.Tries > 0 || earlier.DueAt <= now));

    private static async ValueTask<ChannelHealth> HealthAsync(IRecordReader reader, StoredChannel channel) => new(
        channel.Name, channel.SuccessAt, channel.ErrorAt, channel.Error, channel.PausedUntil,
        (int)await reader.CountAsync(OutboxRecords.Entries, OutboxRecords.Open, channel.Name),
        (int)await reader.CountAsync(OutboxRecords.Entries, OutboxRecords.ByChannelAndState,
            OutboxRecords.Pair(channel.Name, EnumNames<NotificationState>.Of(NotificationState.Dead))),
        channel.Refused);

    private Task<T> RunAsync<T>(Func<OutboxStep, ValueTask<T>> step, CancellationToken cancellationToken) =>
        records.WriteAsync(transaction => step(new OutboxStep(transaction)), cancellationToken);

    /// <summary>Runs a step after which more may be due; after a failure it is unknown whether it was applied.</summary>
    private async Task<T> StepAsync<T>(Func<OutboxStep, ValueTask<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(step, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _version);
        }
    }
}
