using Ccsp.Gateway.Queue.Admission;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>The live leases at one moment. Occupancy of a gate is how many of them name it; there is no counter beside them.</summary>
internal sealed class LeaseTable(IReadOnlyDictionary<string, LeaseEntry> entries)
{
    private readonly Dictionary<string, LeaseEntry> all = new(entries, StringComparer.Ordinal);
    private readonly Dictionary<string, int> byGate = entries.Values.SelectMany(entry => entry.Gates).CountBy(gate => gate, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    public int Count => all.Count;

    public int Holding(string gate) => byGate.GetValueOrDefault(gate);

    public InstanceLeases Of(string instanceId) => new(
        all.Values.Count(entry => entry.Instance == instanceId),
        all.Values.Count(entry => entry.Instance == instanceId && !entry.Urgent));

    public Dictionary<string, int> ByInstance() => all.Values.CountBy(entry => entry.Instance, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>Ids, in order.</summary>
    public IReadOnlyList<string> TasksOf(string instanceId) => [.. all.Where(one => one.Value.Instance == instanceId).Select(one => one.Key).Order(StringComparer.Ordinal)];

    /// <summary>To change without changing this one.</summary>
    public LeaseTable Copy() => new(all);

    public IReadOnlyList<string> Tasks => [.. all.Keys.Order(StringComparer.Ordinal)];

    public void Add(string taskId, LeaseEntry entry)
    {
        all.Add(taskId, entry);
        foreach (var gate in entry.Gates)
            byGate[gate] = byGate.GetValueOrDefault(gate) + 1;
    }
}
