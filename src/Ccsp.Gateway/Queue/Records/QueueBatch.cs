using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Queue.Records;

/// <summary>A decided step over records, gates and events.</summary>
/// <param name="Records">What it rests on and writes among the records.</param>
/// <param name="Gates">The gates it has read, as they were.</param>
/// <param name="Changes">In order.</param>
/// <param name="Facts">In order; they come after the events of the changes.</param>
/// <param name="At">When the facts happened.</param>
internal sealed record QueueBatch(RecordBatch Records, IReadOnlyDictionary<string, GateState?> Gates, IReadOnlyList<GateChange> Changes,
    IReadOnlyList<SystemFact> Facts, DateTimeOffset At)
{
    public bool IsEmpty => Records.Writes.Count == 0 && Changes.Count == 0 && Facts.Count == 0;

    /// <summary>Whether the gates are as the step has seen them.</summary>
    public bool Holds(Func<string, GateState?> current) => Gates.All(gate => GateStates.AreEqual(gate.Value, current(gate.Key)));
}
