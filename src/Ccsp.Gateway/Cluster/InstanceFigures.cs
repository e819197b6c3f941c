using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Cluster;

/// <summary>The load this instance reports with each heartbeat.</summary>
internal sealed class InstanceFigures(Func<int> maxConcurrent, string containment, Func<DateTimeOffset, string?> shortage,
    StoreSetback setback, TimeProvider time)
{
    private readonly MachineUse _machine = new();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public InstanceLoad Read() =>
        new(_startedAt, maxConcurrent(), _machine.Processors(), MachineUse.Memory(), Environment.WorkingSet,
        Containment: containment, Shortage: shortage(time.GetUtcNow()), Setback: setback.Seen);
}
