using System.Globalization;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A list's version is read before the list, so the commit refuses anything newer.</summary>
internal sealed class RedisRecordSource(RedisLink link, QueueKeys keys, CancellationToken cancellationToken) : IRecordSource
{
    public static string Field(long bucket) => bucket.ToString(CultureInfo.InvariantCulture);

    public static string Series(CounterKey counter) => $"{counter.Name}\n{counter.Partition}";

    public async ValueTask<RawRecord?> FindAsync(string kind, string key)
    {
        var document = await link.ReadAsync(db => db.HashGetAsync(keys.Records(kind), key), cancellationToken);
        return document.IsNull ? null : Read(key, document);
    }

    public ValueTask<RawRange> RangeAsync(string kind, string index, string partition, long from, long to, int limit, bool descending) =>
        new(link.ReadAsync(
            async db =>
            {
                var version = VersionAsync(db, RecordVersions.OfPartition(kind, index, partition));
                var found = await db.SortedSetRangeByScoreAsync(keys.RecordIndex(kind, index, partition), Score(from), Score(to),
                    Exclude.None, descending ? Order.Descending : Order.Ascending, 0, limit);
                return new RawRange(await version, await RecordsAsync(db, kind, found));
            },
            cancellationToken));

    public ValueTask<(long Version, long Count)> CountAsync(string kind, string index, string partition) => new(link.ReadAsync(
        async db =>
        {
            var version = VersionAsync(db, RecordVersions.OfPartition(kind, index, partition));
            var count = await db.SortedSetLengthAsync(keys.RecordIndex(kind, index, partition));
            return (await version, count);
        },
        cancellationToken));

    public ValueTask<RawRange> PageAsync(string kind, string? after, int limit) => new(link.ReadAsync(
        async db =>
        {
            var version = VersionAsync(db, RecordVersions.OfKind(kind));
            var found = await db.SortedSetRangeByValueAsync(
                keys.RecordKeys(kind), after ?? RedisValue.Null, RedisValue.Null, Exclude.Start, Order.Ascending, 0, limit);
            return new RawRange(await version, await RecordsAsync(db, kind, found));
        },
        cancellationToken));

    public async ValueTask<long> CounterAsync(CounterKey counter) =>
        await link.ReadAsync(db => VersionAsync(db, counter), cancellationToken);

    public ValueTask<(long Version, IReadOnlyList<CounterValue> Values)> CountersAsync(string name, string partition, long from, long to) =>
        new(link.ReadAsync(
            async db =>
            {
                var version = VersionAsync(db, RecordVersions.OfCounters(name, partition));
                var buckets = await db.SortedSetRangeByScoreAsync(keys.CounterBuckets(name, partition), Score(from), Score(to));
                var values = buckets.Length == 0 ? [] : await db.HashGetAsync(keys.Counter(name, partition), buckets);
                IReadOnlyList<CounterValue> read =
                    [.. buckets.Zip(values).Select(pair => new CounterValue((long)pair.First, (long)pair.Second))];
                return (await version, read);
            },
            cancellationToken));

    public async ValueTask<IReadOnlyList<RawCounter>> CounterPageAsync(CounterKey? after, int limit)
    {
        List<RawCounter> page = [];
        if (after is { } last)
            page.AddRange(await BucketsAsync(last, last.Bucket, limit));
        var series = after is { } from ? (RedisValue)Series(from) : RedisValue.Null;
        while (page.Count < limit)
        {
            var next = await link.ReadAsync(
                db => db.SortedSetRangeByValueAsync(keys.CounterNames, series, RedisValue.Null, Exclude.Start, Order.Ascending, 0, 1),
                cancellationToken);
            if (next is not [var found])
                break;
            series = found;
            var names = ((string)series!).Split('\n');
            page.AddRange(await BucketsAsync(new CounterKey(names[0], names[1]), after: null, limit - page.Count));
        }

        return page;
    }

    private Task<RawCounter[]> BucketsAsync(CounterKey series, long? after, int limit) => link.ReadAsync(
        async db =>
        {
            var buckets = await db.SortedSetRangeByScoreAsync(keys.CounterBuckets(series.Name, series.Partition),
                after ?? double.NegativeInfinity, double.PositiveInfinity, after is null ? Exclude.None : Exclude.Start,
                Order.Ascending, 0, limit);
            var values = buckets.Length == 0 ? [] : await db.HashGetAsync(keys.Counter(series.Name, series.Partition), buckets);
            return buckets.Zip(values).Select(pair => new RawCounter(series with { Bucket = (long)pair.First }, (long)pair.Second))
                .ToArray();
        },
        cancellationToken);

    private async Task<long> VersionAsync(IDatabase db, CounterKey counter) =>
        (long)await db.HashGetAsync(keys.Counter(counter.Name, counter.Partition), Field(counter.Bucket));

    /// <summary>Skips a document deleted meanwhile; the commit refuses what rests on it.</summary>
    private async Task<IReadOnlyList<RawRecord>> RecordsAsync(IDatabase db, string kind, RedisValue[] found)
    {
        if (found.Length == 0)
            return [];
        var documents = await db.HashGetAsync(keys.Records(kind), found);
        return [.. found.Zip(documents).Where(pair => !pair.Second.IsNull).Select(pair => Read(pair.First!, pair.Second))];
    }

    private static RawRecord Read(string key, RedisValue document)
    {
        var (version, json) = VersionedDocument.Split((byte[])document!);
        return new RawRecord(key, version, json);
    }

    /// <summary>Scores are doubles; beyond their precision the bound is open.</summary>
    private static double Score(long order) => order switch
    {
        <= -(1L << 53) => double.NegativeInfinity,
        >= 1L << 53 => double.PositiveInfinity,
        _ => order,
    };
}
