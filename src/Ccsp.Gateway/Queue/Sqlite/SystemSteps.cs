using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>
/// For a room with tables of its own whose rows must change together with a gate, or be told as an event. On the writer thread, inside one
/// step: all of it is committed, or none.
/// </summary>
internal sealed class SystemSteps(TaskWriter tasks, QueueMemory memory, SqliteStatements tables)
{
    /// <summary>The room's own tables.</summary>
    public SqliteStatements Tables => tables;

    /// <summary>Null for a gate nobody ever set.</summary>
    public GateState? Gate(string name) => memory.Gate(name);

    public void Change(GateChange change)
    {
        if (Gating.Change(memory.Gate(change.Gate), change) is { } step)
            tasks.Put(step, change.Now);
    }

    /// <summary>Tells a fact about the system.</summary>
    /// <param name="data">A JSON object.</param>
    public void Append(string type, DateTimeOffset at, string data) => tasks.Append(type, at, null, data);
}
