using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <inheritdoc cref="IOutbox"/>
internal sealed class RedisOutbox(RedisRoom room, NotifyOptions options) : IOutbox
{
    private const int PrunedAtOnce = 500;

    private readonly OutboxKeys _keys = new(room);
    private readonly RouteStep _routing = new(options);
    private int _version;

    public int Version => Volatile.Read(ref _version);

    public Task<long> CursorAsync(CancellationToken cancellationToken) =>
        room.ReadAsync(async db => (long)await db.HashGetAsync(_keys.Meta, "cursor"), cancellationToken);

    public Task<int> RouteAsync(IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now, CancellationToken cancellationToken) =>
        StepAsync(
        [.. notices.SelectMany(notice => options.Routes.Select(route => (route.Channel, notice.Key)))],
        outbox => _routing.Run(outbox, notices, cursor, now),
        cancellationToken);

    public Task<bool> AddAsync(string channel, Notice notice, DateTimeOffset now, CancellationToken cancellationToken) =>
        StepAsync([(channel, notice.Key)], outbox => outbox.Insert(channel, notice, notice.Body, now, now), cancellationToken);

    public async Task<IReadOnlyList<OutboxEntry>> TakeAsync(string channel, DateTimeOffset now, int limit,
        CancellationToken cancellationToken) => await StepAsync<IReadOnlyList<OutboxEntry>>(
        [],
        outbox =>
        {
            if (outbox.Channel(channel).PausedUntil > now)
                return [];
            var own = outbox.Live.Where(entry => entry.Channel == channel).OrderBy(entry => entry.Id).ToList();
            List<OutboxEntry> taken =
                [.. own.Where(entry => IsDue(entry, own, now)).OrderBy(entry => entry.DueAt).ThenBy(entry => entry.Id).Take(limit)
                .Select(entry => entry with { State = NotificationState.Sending, Tries = entry.Tries + 1 })];
            taken.ForEach(outbox.Put);
            return taken;
        },
        cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(string channel, CancellationToken cancellationToken) => ReadAsync(
        outbox => outbox.Live.Where(entry => entry.Channel == channel && entry.State == NotificationState.Waiting)
            .Min(entry => (DateTimeOffset?)entry.DueAt), cancellationToken);

    public Task<int> RecoverAsync(string channel, CancellationToken cancellationToken) => StepAsync(
        [],
        outbox =>
        {
            var sending = outbox.Live.Where(entry => entry.Channel == channel && entry.State == NotificationState.Sending).ToList();
            sending.ForEach(entry => outbox.Put(entry with { State = NotificationState.Waiting }));
            return sending.Count;
        },
        cancellationToken);

    public Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset now, CancellationToken cancellationToken) => StepAsync(
        [],
        outbox =>
        {
            if (outbox.Live.FirstOrDefault(waiting => waiting.Id == entry.Id) is { } live)
                Settle(outbox, live, entry, step, now);
            var channel = outbox.Channel(entry.Channel);
            outbox.Put(entry.Channel, step switch
            {
                DeliveryStep.Done => channel.Good(now),
                DeliveryStep.Again again => channel.Bad(again.Error, again.PauseUntil, now),
                DeliveryStep.Dead dead => channel.Bad(dead.Error, pausedUntil: null, now),
                _ => throw new InvalidOperationException($"No rule for {step}."),
            });
            return true;
        },
        cancellationToken);

    public Task NoteAsync(string channel, string? error, DateTimeOffset? pausedUntil, DateTimeOffset now,
        CancellationToken cancellationToken) => StepAsync(
        [],
        outbox =>
        {
            outbox.Put(channel, error is null ? outbox.Channel(channel).Good(now) : outbox.Channel(channel).Bad(error, pausedUntil, now));
            return true;
        },
        cancellationToken);

    public Task<bool> IsBusyAsync(string channel, string topic, CancellationToken cancellationToken) =>
        ReadAsync(outbox => outbox.Live.Any(entry => entry.Channel == channel && entry.Notice.Topic == topic), cancellationToken);

    public async Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken cancellationToken)
    {
        var all = await room.ReadAsync(
            async db =>
            {
                var live = db.HashGetAllAsync(_keys.Live);
                var done = db.HashGetAllAsync(_keys.Done);
                return (await live).Concat(await done).Select(entry => OutboxSnapshot.Entry(entry.Value)).ToList();
            },
            cancellationToken);
        return [.. all.Where(
            entry => (filter.State is null || entry.State == filter.State) && (filter.Channel is null || entry.Channel == filter.Channel)
                && (filter.Before is null || entry.Id < filter.Before))
            .OrderByDescending(entry => entry.Id).Take(filter.Limit)];
    }

    public async Task<IReadOnlyDictionary<string, ChannelHealth>> HealthAsync(CancellationToken cancellationToken)
    {
        var all = await ListAsync(new OutboxFilter(null, null, int.MaxValue, null), cancellationToken);
        var rows = await room.ReadAsync(db => db.HashGetAllAsync(_keys.Channels), cancellationToken);
        var names = rows.Select(row => (string)row.Name!).Concat(all.Where(IsCounted).Select(entry => entry.Channel))
            .Distinct(StringComparer.Ordinal);
        var outbox = await ReadAsync(current => current, cancellationToken);
        return names.ToDictionary(name => name, name => Health(name, outbox.Channel(name), all), StringComparer.Ordinal);
    }

    public Task<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => room.WriteAsync(
        async (db, writes) =>
        {
            var before = (now - options.KeptFor).ToUnixTimeMilliseconds();
            var old = await db.SortedSetRangeByScoreAsync(_keys.DoneTimes, double.NegativeInfinity, before, Exclude.Stop,
                take: PrunedAtOnce);
            var surplus = await db.SortedSetLengthAsync(_keys.DoneTimes) - options.Kept - old.Length;
            var oldest = surplus > 0
                ? await db.SortedSetRangeByRankAsync(_keys.DoneTimes, old.Length, old.Length + Math.Min(surplus, PrunedAtOnce) - 1) : [];
            RedisValue[] ids = [.. old, .. oldest];
            foreach (var json in await db.HashGetAsync(_keys.Done, ids))
            {
                var entry = OutboxSnapshot.Entry(json);
                writes.Run("HDEL", _keys.Known, OutboxKeys.Pair(entry.Channel, entry.Notice.Key));
                writes.Run("HDEL", _keys.Done, entry.Id);
                writes.Run("ZREM", _keys.DoneTimes, entry.Id);
            }

            foreach (var topic in await db.SortedSetRangeByScoreAsync(_keys.TopicTimes, double.NegativeInfinity, before, Exclude.Stop,
                take: PrunedAtOnce))
            {
                writes.Run("HDEL", _keys.Topics, topic);
                writes.Run("ZREM", _keys.TopicTimes, topic);
            }

            return ids.Length;
        },
        cancellationToken);

    private static void Settle(OutboxSnapshot outbox, OutboxEntry live, OutboxEntry tried, DeliveryStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case DeliveryStep.Done:
                outbox.End(live with { State = NotificationState.Sent, DoneAt = now, Error = null });
                break;
            // Somebody else is at it again.
            case DeliveryStep.Again or DeliveryStep.Dead when live.State != NotificationState.Sending || live.Tries != tried.Tries:
                break;
            // A peer that asked for patience has not had it: that try does not count.
            case DeliveryStep.Again again:
                outbox.Put(live with { State = NotificationState.Waiting, DueAt = again.At, Error = again.Error,
                    Tries = live.Tries - (again.PauseUntil is null ? 0 : 1) });
                break;
            case DeliveryStep.Dead dead:
                outbox.End(live with { State = NotificationState.Dead, DoneAt = now, Error = dead.Error });
                break;
        }
    }

    /// <summary>Within a topic the order is kept; only what waits for a later hour is passed by.</summary>
    private static bool IsDue(OutboxEntry one, List<OutboxEntry> own, DateTimeOffset now) =>
        one.State == NotificationState.Waiting && one.DueAt <= now
        && !own.Exists(earlier => earlier.Id < one.Id && earlier.Notice.Topic == one.Notice.Topic
        && (earlier.Tries > 0 || earlier.DueAt <= now));

    private static bool IsCounted(OutboxEntry one) =>
        one.State is NotificationState.Waiting or NotificationState.Sending or NotificationState.Dead;

    private static ChannelHealth Health(string name, ChannelRow row, IReadOnlyList<OutboxEntry> all) => new(
        name, row.SuccessAt, row.ErrorAt, row.Error, row.PausedUntil,
        all.Count(entry => entry.Channel == name && entry.State is NotificationState.Waiting or NotificationState.Sending
            && entry.Channel == name),
        all.Count(entry => entry.Channel == name && entry.State == NotificationState.Dead),
        row.Refused);

    private Task<T> ReadAsync<T>(Func<OutboxSnapshot, T> read, CancellationToken cancellationToken) =>
        room.ReadAsync(async db => read(await OutboxSnapshot.ReadAsync(db, _keys, new RoomWrites(), [])), cancellationToken);

    private async Task<T> StepAsync<T>(IReadOnlyList<(string Channel, string Key)> asked, Func<OutboxSnapshot, T> step,
        CancellationToken cancellationToken)
    {
        try
        {
            return await room.WriteAsync(async (db, writes) => step(await OutboxSnapshot.ReadAsync(db, _keys, writes, asked)),
                cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _version);
        }
    }
}
