using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Tests.Storage.Records;

/// <summary>Records in memory, for tests: one lock, plain dictionaries.</summary>
internal sealed class MemoryRecordBackend : IRecordBackend, IRecordSource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Kind, string Key), RawRecord> _records = [];
    private readonly HashSet<(string Kind, IndexPlace Place, string Key)> _places = [];
    private readonly Dictionary<CounterKey, long> _counters = [];

    public IRecordSource Source(CancellationToken cancellationToken) => this;

    public Task<bool> ApplyAsync(RecordBatch batch, CancellationToken cancellationToken) => Task.FromResult(Apply(batch));

    public ValueTask<RawRecord?> FindAsync(string kind, string key)
    {
        lock (_lock)
            return new(_records.TryGetValue((kind, key), out var record) ? record : null);
    }

    public ValueTask<RawRange> RangeAsync(string kind, string index, string partition, long from, long to, int limit, bool descending)
    {
        lock (_lock)
        {
            var all = In(kind, index, partition).Where(place => place.Place.Entry.Order >= from && place.Place.Entry.Order <= to)
                .OrderBy(place => place.Place.Entry.Order).ThenBy(place => place.Key, RecordKeyOrder.Instance);
            return new(new RawRange(Value(RecordVersions.OfPartition(kind, index, partition)),
                [.. (descending ? all.Reverse() : all).Take(limit).Select(place => _records[(kind, place.Key)])]));
        }
    }

    public ValueTask<(long Version, long Count)> CountAsync(string kind, string index, string partition)
    {
        lock (_lock)
            return new((Value(RecordVersions.OfPartition(kind, index, partition)), In(kind, index, partition).Count()));
    }

    public ValueTask<RawRange> PageAsync(string kind, string? after, int limit)
    {
        lock (_lock)
        {
            return new(new RawRange(Value(RecordVersions.OfKind(kind)),
            [
                .. _records.Where(pair => pair.Key.Kind == kind)
                    .Where(pair => after is null || RecordKeyOrder.Instance.Compare(pair.Key.Key, after) > 0)
                    .OrderBy(pair => pair.Key.Key, RecordKeyOrder.Instance).Take(limit).Select(pair => pair.Value),
            ]));
        }
    }

    public ValueTask<long> CounterAsync(CounterKey counter)
    {
        lock (_lock)
            return new(Value(counter));
    }

    public ValueTask<(long Version, IReadOnlyList<CounterValue> Values)> CountersAsync(string name, string partition, long from, long to)
    {
        lock (_lock)
        {
            return new((Value(RecordVersions.OfCounters(name, partition)),
            [
                .. _counters.Where(pair => pair.Key.Name == name && pair.Key.Partition == partition && pair.Key.Bucket >= from
                        && pair.Key.Bucket <= to)
                    .OrderBy(pair => pair.Key.Bucket).Select(pair => new CounterValue(pair.Key.Bucket, pair.Value)),
            ]));
        }
    }

    public ValueTask<IReadOnlyList<RawCounter>> CounterPageAsync(CounterKey? after, int limit)
    {
        lock (_lock)
        {
            return new(
            [
                .. _counters.Where(pair => !RecordVersions.Is(pair.Key) && (after is not { } last || Compare(pair.Key, last) > 0))
                    .OrderBy(pair => pair.Key, Comparer<CounterKey>.Create(Compare)).Take(limit)
                    .Select(pair => new RawCounter(pair.Key, pair.Value)),
            ]);
        }
    }

    private static int Compare(CounterKey one, CounterKey other) => string.CompareOrdinal(one.Name, other.Name) is not 0 and var name ? name
        : RecordKeyOrder.Instance.Compare(one.Partition, other.Partition) is not 0 and var partition ? partition
        : one.Bucket.CompareTo(other.Bucket);

    private bool Apply(RecordBatch batch)
    {
        lock (_lock)
        {
            if (!batch.Guards.All(Holds))
                return false;
            foreach (var write in batch.Writes)
                Apply(write);
            return true;
        }
    }

    private bool Holds(RecordGuard guard) => guard switch
    {
        RecordGuard.Document(var kind, var key, var version) =>
            (_records.TryGetValue((kind, key), out var record) ? record.Version : 0) == version,
        RecordGuard.Counter(var counter, var value) => Value(counter) == value,
        _ => throw new InvalidOperationException(guard.ToString()),
    };

    private void Apply(RecordWrite write)
    {
        switch (write)
        {
            case RecordWrite.Put(var kind, var record):
                _records[(kind, record.Key)] = record;
                break;
            case RecordWrite.Remove(var kind, var key):
                _records.Remove((kind, key));
                break;
            case RecordWrite.Enter(var kind, var place, var key):
                _places.Add((kind, place, key));
                break;
            case RecordWrite.Leave(var kind, var place, var key):
                _places.Remove((kind, place, key));
                break;
            case RecordWrite.Add(var counter, var by):
                _counters[counter] = Value(counter) + by;
                break;
            default:
                throw new InvalidOperationException(write.ToString());
        }
    }

    private IEnumerable<(string Kind, IndexPlace Place, string Key)> In(string kind, string index, string partition) =>
        _places.Where(place => place.Kind == kind && place.Place.Index == index && place.Place.Entry.Partition == partition);

    private long Value(CounterKey counter) => _counters.GetValueOrDefault(counter);
}
