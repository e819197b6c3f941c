using Ccsp.Contracts;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Notifications.Store;

/// <summary>The outbox within one transaction.</summary>
internal sealed class OutboxStep(IRecordTransaction step)
{
    /// <summary>Notifications that wait or are being sent.</summary>
    public ValueTask<long> WaitingAsync() => step.CountAsync(OutboxRecords.Entries, OutboxRecords.OpenOfAll, "");

    public async ValueTask<TopicState?> TopicAsync(string channel, string topic) =>
        (await step.FindAsync(OutboxRecords.Topics, OutboxRecords.Pair(channel, topic)))?.State;

    public async ValueTask SetTopicAsync(string channel, string topic, TopicState state)
    {
        await TopicAsync(channel, topic);
        step.Put(OutboxRecords.Topics, new StoredTopic(channel, topic, state));
    }

    /// <summary>Ends postponed notifications that were never tried.</summary>
    /// <returns>Whether there were any.</returns>
    public async ValueTask<bool> EndObsoleteAsync(string channel, string topic, DateTimeOffset now)
    {
        var any = false;
        foreach (var entry in await ListAsync(OutboxRecords.OpenByTopic, OutboxRecords.Pair(channel, topic)))
        {
            if (entry is not { State: NotificationState.Waiting, Tries: 0 } || entry.DueAt <= now)
                continue;
            Put(entry with { State = NotificationState.Folded, DoneAt = now });
            any = true;
        }

        return any;
    }

    /// <summary>Counts a notice refused because the outbox was full.</summary>
    public async ValueTask RefuseAsync(string channel)
    {
        var stored = await ChannelAsync(channel);
        Put(stored with { Refused = stored.Refused + 1 });
    }

    /// <summary>When requested again, a notification that was given up is retried; any other known one stays as it is.</summary>
    /// <returns>Whether it is new.</returns>
    public async ValueTask<bool> InsertAsync(string channel, Notice notice, string body, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var known = await ListAsync(OutboxRecords.ByKey, OutboxRecords.Pair(channel, notice.Key));
        if (known.FirstOrDefault(entry => entry.Notice.Key == notice.Key) is { } given)
        {
            if (given.State != NotificationState.Dead)
                return false;
            Put(given.Retry(now) with { Notice = given.Notice with { At = now }, CreatedAt = now, DueAt = dueAt });
            return true;
        }

        var id = ((await step.FindAsync(OutboxRecords.Numbers, OutboxNumbers.Key))?.Last ?? 0) + 1;
        step.Put(OutboxRecords.Numbers, new OutboxNumbers(id));
        await step.FindAsync(OutboxRecords.Entries, OutboxRecords.KeyOf(id));
        Put(new OutboxEntry { Id = id, Channel = channel, Notice = notice with { Body = body, At = now }, CreatedAt = now, DueAt = dueAt });
        // A used channel is listed even before it has sent anything.
        Put(await ChannelAsync(channel));
        return true;
    }

    /// <summary>One page of those that were given up, by number.</summary>
    public async ValueTask<IReadOnlyList<OutboxEntry>> DeadAsync(string? channel, long after, int most)
    {
        var state = EnumNames<NotificationState>.Of(NotificationState.Dead);
        var (index, partition) = channel is null
            ? (OutboxRecords.ByState, state)
            : (OutboxRecords.ByChannelAndState, OutboxRecords.Pair(channel, state));
        return await step.RangeAsync(OutboxRecords.Entries, index, partition, after + 1, long.MaxValue, most);
    }

    /// <summary>The last event that was routed.</summary>
    public async ValueTask<long> CursorAsync() => (await step.FindAsync(EventCursor.Kind, OutboxRecords.Reader))?.Seq ?? 0;

    /// <summary>Never moves back.</summary>
    public async ValueTask MoveAsync(long cursor)
    {
        if (cursor > await CursorAsync())
            step.Put(EventCursor.Kind, new EventCursor(OutboxRecords.Reader, cursor));
    }

    public ValueTask<OutboxEntry?> FindAsync(long id) => step.FindAsync(OutboxRecords.Entries, OutboxRecords.KeyOf(id));

    /// <summary>Waiting and sending notifications, by number.</summary>
    public ValueTask<List<OutboxEntry>> OpenAsync(string channel) => ListAsync(OutboxRecords.Open, channel);

    public async ValueTask<StoredChannel> ChannelAsync(string name) =>
        await step.FindAsync(OutboxRecords.Channels, name) ?? new StoredChannel(name);

    public void Put(OutboxEntry entry) => step.Put(OutboxRecords.Entries, entry);

    public void Put(StoredChannel channel) => step.Put(OutboxRecords.Channels, channel);

    /// <summary>A whole list; its size is bounded by the outbox capacity.</summary>
    private async ValueTask<List<OutboxEntry>> ListAsync(RecordIndex<OutboxEntry> index, string partition)
    {
        List<OutboxEntry> all = [];
        while (true)
        {
            var page = await step.RangeAsync(OutboxRecords.Entries, index, partition, all.Count == 0 ? long.MinValue : all[^1].Id + 1,
                long.MaxValue, RecordLimits.PageSize);
            all.AddRange(page);
            if (page.Count < RecordLimits.PageSize)
                return all;
        }
    }
}
