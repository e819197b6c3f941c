using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Queue.Records;

/// <summary>A step over records whose outcome also changes gates and appends events: all of it is one commit.</summary>
internal interface IQueueTransaction : IRecordTransaction
{
    /// <summary>A gate, guarded; null for one nobody ever set. After a change of this step: as it will be.</summary>
    ValueTask<GateState?> GateAsync(string name);

    /// <summary>Changes a gate, with the event that belongs to it.</summary>
    /// <exception cref="InvalidOperationException">The step has not read the gate.</exception>
    void Change(GateChange change);

    /// <summary>Appends an event about the system.</summary>
    /// <param name="data">A JSON object.</param>
    void Append(string type, string data);
}
