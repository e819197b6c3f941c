using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Snapshot of live leases. A gate's occupancy is the number of leases that name it; there is no separate counter.</summary>
internal sealed class LeaseTable(IReadOnlyDictionary<string, LeaseEntry> entries)
{
    private readonly Dictionary<string, LeaseEntry> _all = new(entries, StringComparer.Ordinal);
    private readonly Dictionary<string,
        int> _byGate = entries.Values.SelectMany(entry => entry.Gates).CountBy(gate => gate, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);

    public int Count => _all.Count;

    public int Holding(string gate) => _byGate.GetValueOrDefault(gate);

    public InstanceLeases Of(string instanceId) => new(
        _all.Values.Count(entry => entry.Instance == instanceId),
        _all.Values.Count(entry => entry.Instance == instanceId && !entry.Urgent));

    public Dictionary<string, int> ByInstance() =>
        _all.Values.CountBy(entry => entry.Instance, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    public IReadOnlyList<string> TasksOf(string instanceId) =>
        [.. _all.Where(pair => pair.Value.Instance == instanceId).Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>A mutable copy.</summary>
    public LeaseTable Copy() => new(_all);

    public IReadOnlyList<string> Tasks => [.. _all.Keys.Order(StringComparer.Ordinal)];

    public void Add(string taskId, LeaseEntry entry)
    {
        _all.Add(taskId, entry);
        foreach (var gate in entry.Gates)
            _byGate[gate] = _byGate.GetValueOrDefault(gate) + 1;
    }
}
