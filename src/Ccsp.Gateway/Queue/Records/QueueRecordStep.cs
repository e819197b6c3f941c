using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Queue.Records;

/// <inheritdoc cref="IQueueTransaction"/>
/// <param name="records">Reads and gathers the records.</param>
/// <param name="find">Reads a gate.</param>
internal sealed class QueueRecordStep(RecordStep records, Func<string, ValueTask<GateState?>> find) : IQueueTransaction
{
    private readonly Dictionary<string, GateState?> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GateState?> _current = new(StringComparer.Ordinal);
    private readonly List<GateChange> _changes = [];
    private readonly List<SystemFact> _facts = [];

    public DateTimeOffset Now => records.Now;

    public async ValueTask<GateState?> GateAsync(string name)
    {
        if (_current.TryGetValue(name, out var known))
            return known;
        var gate = await find(name);
        _read[name] = gate;
        return _current[name] = gate;
    }

    public void Change(GateChange change)
    {
        if (!_current.TryGetValue(change.Gate, out var before))
            throw new InvalidOperationException($"The gate {change.Gate} is changed by a step that has not read it.");
        if (Gating.Change(before, change) is not { } step)
            return;
        _current[change.Gate] = step.State;
        _changes.Add(change);
    }

    public void Append(string type, string data) => _facts.Add(new SystemFact(type, data));

    public ValueTask<T?> FindAsync<T>(RecordKind<T> kind, string key)
        where T : class => records.FindAsync(kind, key);

    public ValueTask<IReadOnlyList<T>> RangeAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition, long from, long to,
        int limit, bool descending = false)
        where T : class => records.RangeAsync(kind, index, partition, from, to, limit, descending);

    public ValueTask<long> CountAsync<T>(RecordKind<T> kind, RecordIndex<T> index, string partition)
        where T : class => records.CountAsync(kind, index, partition);

    public ValueTask<IReadOnlyList<T>> PageAsync<T>(RecordKind<T> kind, string? after, int limit)
        where T : class => records.PageAsync(kind, after, limit);

    public ValueTask<long> CounterAsync(CounterKey counter) => records.CounterAsync(counter);

    public ValueTask<IReadOnlyList<CounterValue>> CountersAsync(string name, string partition, long from, long to) =>
        records.CountersAsync(name, partition, from, to);

    public void Put<T>(RecordKind<T> kind, T document)
        where T : class => records.Put(kind, document);

    public void Remove<T>(RecordKind<T> kind, string key)
        where T : class => records.Remove(kind, key);

    public void Add(CounterKey counter, long by) => records.Add(counter, by);

    public QueueBatch Seal() => new(records.Seal(), _read, _changes, _facts, Now);
}
