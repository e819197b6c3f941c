using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The emergency stop. One order is one transaction, so of several at once exactly one begins it.</summary>
internal sealed class SqliteEmergencySteps(TaskWriter tasks, QueueMemory memory)
{
    public EmergencyOutcome Change(EmergencyChange change)
    {
        if (Emergencies.Change(memory.Emergency, change, LeasesByInstance()) is not { } step)
            return new EmergencyOutcome(memory.Emergency, Changed: false);
        tasks.Put(step, change.Now);
        if (step.State is { Stands: true, Mode: EmergencyMode.Kill })
            AskAll(change);
        return new EmergencyOutcome(memory.Emergency, Changed: true);
    }

    private Dictionary<string, int> LeasesByInstance() =>
        memory.Leases.Instances.ToDictionary(id => id, id => memory.Leases.Of(id).All, StringComparer.Ordinal);

    private void AskAll(EmergencyChange change)
    {
        foreach (var task in memory.Leases.Instances.Order(StringComparer.Ordinal).ToList().SelectMany(memory.Leases.TasksOf).ToList())
        {
            // A run already stopping keeps its reason; its instance hurries it anyway.
            if (Transitions.AskStop(task, StopReason.Emergency, change.Actor, change.Now) is TransitionResult.Applied applied)
                tasks.Write(task, applied);
        }
    }
}
