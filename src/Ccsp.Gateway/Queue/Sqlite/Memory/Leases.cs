using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite.Memory;

/// <summary>
/// The leased tasks, by task, instance and gate: an index over the leased rows, read from them at the start. Occupancy of a gate is the
/// number of tasks in its set; there is no counter that could drift from the leases.
/// </summary>
internal sealed class Leases
{
    private readonly Dictionary<string, AgentTask> tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> byGate = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> byInstance = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> nonUrgent = new(StringComparer.Ordinal);

    /// <summary>Instances that hold leases.</summary>
    public IReadOnlyCollection<string> Instances => byInstance.Keys;

    public AgentTask? Find(string taskId) => tasks.GetValueOrDefault(taskId);

    public int Holding(string gate) => byGate.TryGetValue(gate, out var set) ? set.Count : 0;

    public InstanceLeases Of(string instanceId) =>
        new(byInstance.TryGetValue(instanceId, out var set) ? set.Count : 0, nonUrgent.GetValueOrDefault(instanceId));

    public IEnumerable<AgentTask> TasksOf(string instanceId) =>
        byInstance.TryGetValue(instanceId, out var set) ? set.Order(StringComparer.Ordinal).Select(id => tasks[id]) : [];

    public void Clear()
    {
        tasks.Clear();
        byGate.Clear();
        byInstance.Clear();
        nonUrgent.Clear();
    }

    /// <summary>A task went from one version to the next; its own inverse with the two exchanged.</summary>
    public void Move(AgentTask? before, AgentTask? after)
    {
        if (before?.Lease is { } held && after?.Lease is { } kept && held.InstanceId == kept.InstanceId)
        {
            tasks[after.Id] = after;
            return;
        }

        if (before?.Lease is not null)
            Remove(before);
        if (after?.Lease is not null)
            Add(after);
    }

    /// <summary>The gates a lease of this task names.</summary>
    public static IEnumerable<string> GatesOf(AgentTask task) => GateNames.Of(task).Prepend(GateNames.Group(task.Group));

    private void Add(AgentTask task)
    {
        tasks[task.Id] = task;
        Put(byInstance, task.Lease!.InstanceId, task.Id);
        if (task.Priority != Priority.Urgent)
            nonUrgent[task.Lease.InstanceId] = nonUrgent.GetValueOrDefault(task.Lease.InstanceId) + 1;
        foreach (var gate in GatesOf(task))
            Put(byGate, gate, task.Id);
    }

    private void Remove(AgentTask task)
    {
        tasks.Remove(task.Id);
        Take(byInstance, task.Lease!.InstanceId, task.Id);
        if (task.Priority != Priority.Urgent)
            nonUrgent[task.Lease.InstanceId]--;
        foreach (var gate in GatesOf(task))
            Take(byGate, gate, task.Id);
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
