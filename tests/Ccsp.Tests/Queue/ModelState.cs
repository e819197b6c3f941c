using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;

namespace Ccsp.Tests.Queue;

/// <summary>Everything the model knows. The values are immutable, so a shallow copy is a snapshot.</summary>
internal sealed class ModelState
{
    public SortedDictionary<string, TaskRecord> Records { get; init; } = new(StringComparer.Ordinal);

    public List<ModelDependency> Dependencies { get; set; } = [];

    public List<RunRecord> Runs { get; init; } = [];

    public List<StoredEvent> Events { get; init; } = [];

    public List<ModelKey> Keys { get; init; } = [];

    public SortedDictionary<string, GateState> Gates { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ModelInstance> Instances { get; init; } = new(StringComparer.Ordinal);

    /// <summary>F of each group in each class.</summary>
    public Dictionary<(Priority PriorityClass, string Group), double> Finish { get; init; } = [];

    /// <summary>V of each class.</summary>
    public Dictionary<Priority, double> VirtualTime { get; init; } = [];

    /// <summary>Expected run seconds of each group.</summary>
    public Dictionary<string, double> Expected { get; init; } = [];

    public EmergencyState? Emergency { get; set; }

    public long Claims { get; set; }

    public long LastSeq { get; set; }

    public ModelState Copy() => new()
    {
        Records = new(Records, StringComparer.Ordinal),
        Dependencies = [.. Dependencies],
        Runs = [.. Runs],
        Events = [.. Events],
        Keys = [.. Keys],
        Gates = new(Gates, StringComparer.Ordinal),
        Instances = new(Instances, StringComparer.Ordinal),
        Finish = new(Finish),
        VirtualTime = new(VirtualTime),
        Expected = new(Expected),
        Emergency = Emergency,
        Claims = Claims,
        LastSeq = LastSeq,
    };
}
