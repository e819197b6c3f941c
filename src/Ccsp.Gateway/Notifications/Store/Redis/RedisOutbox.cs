using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Notifications.Store.Redis;

/// <inheritdoc cref="IOutbox"/>
internal sealed class RedisOutbox(RedisRoom room, NotifyOptions options) : IOutbox
{
    private const int PrunedAtOnce = 500;

    private readonly OutboxKeys keys = new(room);
    private readonly RouteStep routing = new(options);
    private int version;

    public int Version => Volatile.Read(ref version);

    public Task<long> CursorAsync(CancellationToken stop) => room.ReadAsync(async db => (long)await db.HashGetAsync(keys.Meta, "cursor"), stop);

    public Task<int> RouteAsync(IReadOnlyList<Notice> notices, long? cursor, DateTimeOffset now, CancellationToken stop) => StepAsync(
        [.. notices.SelectMany(notice => options.Routes.Select(route => (route.Channel, notice.Key)))],
        sheet => routing.Run(sheet, notices, cursor, now),
        stop);

    public Task<bool> AddAsync(string channel, Notice notice, DateTimeOffset now, CancellationToken stop) =>
        StepAsync([(channel, notice.Key)], sheet => sheet.Insert(channel, notice, notice.Body, now, now), stop);

    public async Task<IReadOnlyList<OutboxEntry>> TakeAsync(string channel, DateTimeOffset now, int limit, CancellationToken stop) => await StepAsync<IReadOnlyList<OutboxEntry>>(
        [],
        sheet =>
        {
            if (sheet.Channel(channel).PausedUntil > now)
                return [];
            var own = sheet.Live.Where(one => one.Channel == channel).OrderBy(one => one.Id).ToList();
            List<OutboxEntry> taken = [.. own.Where(one => IsDue(one, own, now)).OrderBy(one => one.DueAt).ThenBy(one => one.Id).Take(limit)
                .Select(one => one with { State = NotificationState.Sending, Tries = one.Tries + 1 })];
            taken.ForEach(sheet.Put);
            return taken;
        },
        stop);

    public Task<DateTimeOffset?> NextDueAsync(string channel, CancellationToken stop) => ReadAsync(
        sheet => sheet.Live.Where(one => one.Channel == channel && one.State == NotificationState.Waiting).Min(one => (DateTimeOffset?)one.DueAt), stop);

    public Task<int> RecoverAsync(string channel, CancellationToken stop) => StepAsync(
        [],
        sheet =>
        {
            var sending = sheet.Live.Where(one => one.Channel == channel && one.State == NotificationState.Sending).ToList();
            sending.ForEach(one => sheet.Put(one with { State = NotificationState.Waiting }));
            return sending.Count;
        },
        stop);

    public Task SettleAsync(OutboxEntry entry, DeliveryStep step, DateTimeOffset now, CancellationToken stop) => StepAsync(
        [],
        sheet =>
        {
            if (sheet.Live.FirstOrDefault(one => one.Id == entry.Id) is { } live)
                Settle(sheet, live, entry, step, now);
            var channel = sheet.Channel(entry.Channel);
            sheet.Put(entry.Channel, step switch
            {
                DeliveryStep.Done => channel.Good(now),
                DeliveryStep.Again again => channel.Bad(again.Error, again.PauseUntil, now),
                DeliveryStep.Dead dead => channel.Bad(dead.Error, pausedUntil: null, now),
                _ => throw new InvalidOperationException($"No rule for {step}."),
            });
            return true;
        },
        stop);

    public Task NoteAsync(string channel, string? error, DateTimeOffset? pausedUntil, DateTimeOffset now, CancellationToken stop) => StepAsync(
        [],
        sheet =>
        {
            sheet.Put(channel, error is null ? sheet.Channel(channel).Good(now) : sheet.Channel(channel).Bad(error, pausedUntil, now));
            return true;
        },
        stop);

    public Task<bool> IsBusyAsync(string channel, string topic, CancellationToken stop) =>
        ReadAsync(sheet => sheet.Live.Any(one => one.Channel == channel && one.Notice.Topic == topic), stop);

    public async Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, CancellationToken stop)
    {
        var all = await room.ReadAsync(
            async db =>
            {
                var live = db.HashGetAllAsync(keys.Live);
                var done = db.HashGetAllAsync(keys.Done);
                return (await live).Concat(await done).Select(one => OutboxSheet.Entry(one.Value)).ToList();
            },
            stop);
        return [.. all.Where(one => (filter.State is null || one.State == filter.State) && (filter.Channel is null || one.Channel == filter.Channel) && (filter.Before is null || one.Id < filter.Before))
            .OrderByDescending(one => one.Id).Take(filter.Limit)];
    }

    public async Task<IReadOnlyDictionary<string, ChannelHealth>> HealthAsync(CancellationToken stop)
    {
        var all = await ListAsync(new OutboxFilter(null, null, int.MaxValue, null), stop);
        var rows = await room.ReadAsync(db => db.HashGetAllAsync(keys.Channels), stop);
        var names = rows.Select(row => (string)row.Name!).Concat(all.Where(IsCounted).Select(one => one.Channel)).Distinct(StringComparer.Ordinal);
        var sheet = await ReadAsync(one => one, stop);
        return names.ToDictionary(name => name, name => Health(name, sheet.Channel(name), all), StringComparer.Ordinal);
    }

    public Task<int> PruneAsync(DateTimeOffset now, CancellationToken stop) => room.WriteAsync(
        async (db, writes) =>
        {
            var before = (now - options.KeptFor).ToUnixTimeMilliseconds();
            var old = await db.SortedSetRangeByScoreAsync(keys.DoneTimes, double.NegativeInfinity, before, Exclude.Stop, take: PrunedAtOnce);
            var surplus = await db.SortedSetLengthAsync(keys.DoneTimes) - options.Kept - old.Length;
            var oldest = surplus > 0 ? await db.SortedSetRangeByRankAsync(keys.DoneTimes, old.Length, old.Length + Math.Min(surplus, PrunedAtOnce) - 1) : [];
            RedisValue[] ids = [.. old, .. oldest];
            foreach (var json in await db.HashGetAsync(keys.Done, ids))
            {
                var entry = OutboxSheet.Entry(json);
                writes.Run("HDEL", keys.Known, OutboxKeys.Pair(entry.Channel, entry.Notice.Key));
                writes.Run("HDEL", keys.Done, entry.Id);
                writes.Run("ZREM", keys.DoneTimes, entry.Id);
            }

            foreach (var topic in await db.SortedSetRangeByScoreAsync(keys.TopicTimes, double.NegativeInfinity, before, Exclude.Stop, take: PrunedAtOnce))
            {
                writes.Run("HDEL", keys.Topics, topic);
                writes.Run("ZREM", keys.TopicTimes, topic);
            }

            return ids.Length;
        },
        stop);

    private static void Settle(OutboxSheet sheet, OutboxEntry live, OutboxEntry tried, DeliveryStep step, DateTimeOffset now)
    {
        switch (step)
        {
            case DeliveryStep.Done:
                sheet.End(live with { State = NotificationState.Sent, DoneAt = now, Error = null });
                break;
            // Somebody else is at it again.
            case DeliveryStep.Again or DeliveryStep.Dead when live.State != NotificationState.Sending || live.Tries != tried.Tries:
                break;
            // A peer that asked for patience has not had it: that try does not count.
            case DeliveryStep.Again again:
                sheet.Put(live with { State = NotificationState.Waiting, DueAt = again.At, Error = again.Error, Tries = live.Tries - (again.PauseUntil is null ? 0 : 1) });
                break;
            case DeliveryStep.Dead dead:
                sheet.End(live with { State = NotificationState.Dead, DoneAt = now, Error = dead.Error });
                break;
        }
    }

    /// <summary>Within a topic the order is kept; only what waits for a later hour is passed by.</summary>
    private static bool IsDue(OutboxEntry one, List<OutboxEntry> own, DateTimeOffset now) =>
        one.State == NotificationState.Waiting && one.DueAt <= now
        && !own.Exists(earlier => earlier.Id < one.Id && earlier.Notice.Topic == one.Notice.Topic && (earlier.Tries > 0 || earlier.DueAt <= now));

    private static bool IsCounted(OutboxEntry one) => one.State is NotificationState.Waiting or NotificationState.Sending or NotificationState.Dead;

    private static ChannelHealth Health(string name, ChannelRow row, IReadOnlyList<OutboxEntry> all) => new(
        name, row.SuccessAt, row.ErrorAt, row.Error, row.PausedUntil,
        all.Count(one => one.Channel == name && one.State is NotificationState.Waiting or NotificationState.Sending && one.Channel == name),
        all.Count(one => one.Channel == name && one.State == NotificationState.Dead),
        row.Refused);

    private Task<T> ReadAsync<T>(Func<OutboxSheet, T> read, CancellationToken stop) =>
        room.ReadAsync(async db => read(await OutboxSheet.ReadAsync(db, keys, new RoomWrites(), [])), stop);

    private async Task<T> StepAsync<T>(IReadOnlyList<(string Channel, string Key)> asked, Func<OutboxSheet, T> step, CancellationToken stop)
    {
        try
        {
            return await room.WriteAsync(async (db, writes) => step(await OutboxSheet.ReadAsync(db, keys, writes, asked)), stop);
        }
        finally
        {
            Interlocked.Increment(ref version);
        }
    }
}
