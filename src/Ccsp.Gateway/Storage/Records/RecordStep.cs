namespace Ccsp.Gateway.Storage.Records;

/// <summary>
/// Runs a step in memory: records what was read, with versions, and collects writes. Later reads of the same step see its earlier writes.
/// Not thread-safe.
/// </summary>
internal sealed class RecordStep(IRecordSource source, DateTimeOffset now) : IRecordTransaction
{
    private readonly Dictionary<(string Kind, string Key), RecordChange> _records = [];
    private readonly Dictionary<CounterKey, long> _guarded = [];
    private readonly Dictionary<CounterKey, long> _added = [];

    public DateTimeOffset Now => now;

    public async ValueTask<T?> FindAsync<T>(RecordKind<T> kind, string key)
        where T : class => (await ChangeOfAsync(kind, RecordLimits.Name(key))).Current is { } record ? kind.Read(record) : null;

    public async ValueTask<IReadOnlyList<T>> RangeAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition, long from, long to,
        int limit, bool descending = false)
        where T : class
    {
        kind.MustHave(index);
        var changed = Changed(kind);
        // Every changed document may sort before the requested ones.
        var range = await source.RangeAsync(kind.Name, index.Name, RecordLimits.Name(partition), from, to,
            RecordLimits.Page(limit) + changed.Count, descending);
        Guard(RecordVersions.OfPartition(kind.Name, index.Name, partition), range.Version);
        var found = Merge(kind, range.Records, changed)
            .Select(record => (Record: record, Document: kind.Read(record)))
            .Select(pair => (pair.Record.Key, pair.Document, Entry: index.EntryOf(pair.Document)))
            .Where(item => item.Entry is { } entry && entry.Partition == partition && entry.Order >= from && entry.Order <= to);
        var ordered = descending
            ? found.OrderByDescending(item => item.Entry!.Value.Order).ThenByDescending(item => item.Key, RecordKeyOrder.Instance)
            : found.OrderBy(item => item.Entry!.Value.Order).ThenBy(item => item.Key, RecordKeyOrder.Instance);
        return [.. ordered.Take(limit).Select(item => item.Document)];
    }

    public async ValueTask<long> CountAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition)
        where T : class
    {
        kind.MustHave(index);
        var (version, count) = await source.CountAsync(kind.Name, index.Name, RecordLimits.Name(partition));
        Guard(RecordVersions.OfPartition(kind.Name, index.Name, partition), version);
        foreach (var change in Changed(kind))
            count += InPartition(change.Current) - InPartition(change.Stored);
        return count;

        int InPartition(RawRecord? record) => record is { } stored && kind.PlacesOf(stored).Any(IsHere) ? 1 : 0;

        bool IsHere(IndexPlace place) => place.Index == index.Name && place.Entry.Partition == partition;
    }

    public async ValueTask<IReadOnlyList<T>> PageAsync<T>(RecordKind<T> kind, string? after, int limit)
        where T : class
    {
        var changed = Changed(kind);
        var page = await source.PageAsync(kind.Name, after, RecordLimits.Page(limit) + changed.Count);
        Guard(RecordVersions.OfKind(kind.Name), page.Version);
        return
        [
            .. Merge(kind, page.Records, changed).Where(record => after is null || RecordKeyOrder.Instance.Compare(record.Key, after) > 0)
                .OrderBy(record => record.Key, RecordKeyOrder.Instance).Take(limit).Select(kind.Read),
        ];
    }

    public async ValueTask<long> CounterAsync(CounterKey counter)
    {
        if (!_guarded.TryGetValue(counter, out var value))
            Guard(counter, value = await source.CounterAsync(counter));
        return value + _added.GetValueOrDefault(counter);
    }

    public async ValueTask<IReadOnlyList<CounterValue>> CountersAsync(string name, string partition, long from, long to)
    {
        var (version, values) = await source.CountersAsync(name, partition, from, to);
        Guard(RecordVersions.OfCounters(name, partition), version);
        var sums = values.ToDictionary(value => value.Bucket, value => value.Value);
        foreach (var (key, by) in _added.Where(pair => pair.Key.Name == name && pair.Key.Partition == partition))
        {
            if (key.Bucket >= from && key.Bucket <= to)
                sums[key.Bucket] = sums.GetValueOrDefault(key.Bucket) + by;
        }

        return [.. sums.OrderBy(pair => pair.Key).Select(pair => new CounterValue(pair.Key, pair.Value))];
    }

    public void Put<T>(RecordKind<T> kind, T document)
        where T : class
    {
        var key = RecordLimits.Name(kind.KeyOf(document));
        var json = kind.Write(document);
        if (json.Length > RecordLimits.DocumentBytes)
            throw new RecordTooLarge(kind.Name, key, json.Length);
        Read(kind, key).Current = new RawRecord(key, RecordVersions.Next(), json);
    }

    public void Remove<T>(RecordKind<T> kind, string key)
        where T : class => Read(kind, key).Current = null;

    public void Add(CounterKey counter, long by)
    {
        _ = RecordLimits.CounterName(counter.Name);
        _ = RecordLimits.Name(counter.Partition);
        _added[counter] = _added.GetValueOrDefault(counter) + by;
    }

    public RecordBatch Seal()
    {
        List<RecordGuard> guards =
        [
            .. _records.Select(pair => new RecordGuard.Document(pair.Key.Kind, pair.Key.Key, pair.Value.Version)),
            .. _guarded.Select(pair => new RecordGuard.Counter(pair.Key, pair.Value)),
        ];
        List<RecordWrite> writes = [];
        HashSet<CounterKey> lists = [];
        foreach (var change in _records.Values)
            change.AppendTo(writes, lists);
        foreach (var (key, by) in _added.Where(pair => pair.Value != 0))
        {
            writes.Add(new RecordWrite.Add(key, by));
            lists.Add(RecordVersions.OfCounters(key.Name, key.Partition));
        }

        writes.AddRange(lists.Select(list => new RecordWrite.Add(list, 1)));
        return new RecordBatch(guards, writes);
    }

    private async ValueTask<RecordChange> ChangeOfAsync<T>(RecordKind<T> kind, string key)
        where T : class
    {
        if (!_records.TryGetValue((kind.Name, key), out var change))
            _records[(kind.Name, key)] = change = new RecordChange(kind, key, await source.FindAsync(kind.Name, key));
        return change;
    }

    private RecordChange Read<T>(RecordKind<T> kind, string key)
        where T : class => _records.TryGetValue((kind.Name, key), out var change)
        ? change
        : throw new InvalidOperationException($"{kind.Name}/{key} is written by a step that has not read it.");

    private List<RecordChange> Changed<T>(RecordKind<T> kind)
        where T : class => [.. _records.Where(pair => pair.Key.Kind == kind.Name && pair.Value.IsChanged).Select(pair => pair.Value)];

    /// <summary>Combines stored documents with this step's changes. The stored ones count as read.</summary>
    private List<RawRecord> Merge<T>(RecordKind<T> kind, IReadOnlyList<RawRecord> stored, List<RecordChange> changed)
        where T : class
    {
        List<RawRecord> merged = [];
        foreach (var record in stored)
        {
            if (!_records.TryGetValue((kind.Name, record.Key), out var known))
                _records[(kind.Name, record.Key)] = known = new RecordChange(kind, record.Key, record);
            if (!known.IsChanged)
                merged.Add(record);
        }

        merged.AddRange(changed.Where(change => change.Current is not null).Select(change => change.Current!.Value));
        return merged;
    }

    /// <summary>The first read counts: a list that changed between two reads of one step makes it fail.</summary>
    private void Guard(CounterKey counter, long value) => _guarded.TryAdd(counter, value);
}
