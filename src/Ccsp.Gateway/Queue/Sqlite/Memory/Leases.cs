using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// Index of leased tasks by task, instance and gate, built from the rows at the start. A gate's occupancy is the size of its set; no
/// counter can drift from the leases.
/// </summary>
internal sealed class Leases
{
    private readonly Dictionary<string, AgentTask> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _byGate = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _byInstance = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _nonUrgent = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Instances => _byInstance.Keys;

    public AgentTask? Find(string taskId) => _tasks.GetValueOrDefault(taskId);

    public int Holding(string gate) => _byGate.TryGetValue(gate, out var set) ? set.Count : 0;

    public InstanceLeases Of(string instanceId) =>
        new(_byInstance.TryGetValue(instanceId, out var set) ? set.Count : 0, _nonUrgent.GetValueOrDefault(instanceId));

    public IEnumerable<AgentTask> TasksOf(string instanceId) =>
        _byInstance.TryGetValue(instanceId, out var set) ? set.Order(StringComparer.Ordinal).Select(id => _tasks[id]) : [];

    public void Clear()
    {
        _tasks.Clear();
        _byGate.Clear();
        _byInstance.Clear();
        _nonUrgent.Clear();
    }

    /// <summary>Applies a change of a task; swapping the arguments undoes it.</summary>
    public void Move(AgentTask? before, AgentTask? after)
    {
        if (before?.Lease is { } held && after?.Lease is { } kept && held.InstanceId == kept.InstanceId)
        {
            _tasks[after.Id] = after;
            return;
        }

        if (before?.Lease is not null)
            Remove(before);
        if (after?.Lease is not null)
            Add(after);
    }

    /// <summary>The gates a lease of this task holds.</summary>
    public static IEnumerable<string> GatesOf(AgentTask task) => GateNames.Of(task).Prepend(GateNames.Group(task.Group));

    private void Add(AgentTask task)
    {
        _tasks[task.Id] = task;
        Put(_byInstance, task.Lease!.InstanceId, task.Id);
        if (task.Priority != Priority.Urgent)
            _nonUrgent[task.Lease.InstanceId] = _nonUrgent.GetValueOrDefault(task.Lease.InstanceId) + 1;
        foreach (var gate in GatesOf(task))
            Put(_byGate, gate, task.Id);
    }

    private void Remove(AgentTask task)
    {
        _tasks.Remove(task.Id);
        Take(_byInstance, task.Lease!.InstanceId, task.Id);
        if (task.Priority != Priority.Urgent)
            _nonUrgent[task.Lease.InstanceId]--;
        foreach (var gate in GatesOf(task))
            Take(_byGate, gate, task.Id);
    }

    private static void Put(Dictionary<string, HashSet<string>> sets, string name, string id)
    {
        if (!sets.TryGetValue(name, out var set))
            sets[name] = set = new HashSet<string>(StringComparer.Ordinal);
        set.Add(id);
    }

    private static void Take(Dictionary<string, HashSet<string>> sets, string name, string id)
    {
        if (sets.TryGetValue(name, out var set) && set.Remove(id) && set.Count == 0)
            sets.Remove(name);
    }
}
