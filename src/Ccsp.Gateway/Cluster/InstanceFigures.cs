using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Cluster;

/// <summary>What this instance tells of itself with each heartbeat.</summary>
internal sealed class InstanceFigures(Func<int> maxConcurrent, string containment, Leader leader, TimeProvider time)
{
    private readonly MachineUse machine = new();
    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    public InstanceLoad Read() =>
        new(startedAt, maxConcurrent(), machine.Processors(), MachineUse.Memory(), Environment.WorkingSet, leader.Leads, Containment: containment);
}
