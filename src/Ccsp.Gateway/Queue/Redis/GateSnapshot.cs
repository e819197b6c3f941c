using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>All gates and the emergency stop at one moment, with the versions of their documents.</summary>
/// <param name="Stamp">Grows with every change of one of them.</param>
internal sealed record GateSnapshot(long Stamp, IReadOnlyDictionary<string, (long Version, GateState State)> Gates,
    (long Version, EmergencyState? State) Emergency)
{
    public GateState? Gate(string name) => Gates.TryGetValue(name, out var gate) ? gate.State : null;

    public long VersionOf(string name) => Gates.TryGetValue(name, out var gate) ? gate.Version : 0;
}
