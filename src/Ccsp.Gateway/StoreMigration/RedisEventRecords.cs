using System.Globalization;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Redis.Reading;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Events of a shared store, by number.</summary>
internal sealed class RedisEventRecords(QueueKeys keys, EventReads reads, CommitPump pump)
    : JsonRecords<StoredEvent>("events", MigrationJson.Default.StoredEvent)
{
    private const int Page = 500;

    private int _aboutTheSystem;

    protected override async Task<(IReadOnlyList<StoredEvent> Items, string? Next)> PageAsync(string? after,
        CancellationToken cancellationToken)
    {
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var (events, last) = await reads.FeedAsync(from, Page, cancellationToken);
        return (events, last <= from ? null : last.ToString(CultureInfo.InvariantCulture));
    }

    protected override async Task PutAsync(IReadOnlyList<StoredEvent> items, CancellationToken cancellationToken)
    {
        var batch = new GuardedBatch();
        List<string> places = [];
        for (var i = 0; i < items.Count; i++)
        {
            var storedEvent = items[i];
            batch.Run("RPUSH", keys.Events(storedEvent.TaskId ?? ""), EventText.WriteWhole(storedEvent));
            places.Add($"{storedEvent.TaskSeq ?? ++_aboutTheSystem} {storedEvent.TaskId}");
            // A feed entry covers consecutive numbers.
            if (i + 1 < items.Count && items[i + 1].Seq == storedEvent.Seq + 1)
                continue;
            batch.Run("XADD", keys.Feed, $"{storedEvent.Seq}-0", "e", string.Join('\n', places));
            places.Clear();
        }

        await pump.CommitAsync(batch, null, cancellationToken);
    }
}
