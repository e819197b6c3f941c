using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>For a feature with its own tables whose rows must change together with a gate or an event: all in one commit.</summary>
internal sealed class SystemSteps(TaskWriter tasks, QueueMemory memory, SqliteStatements tables)
{
    /// <summary>The feature's own tables.</summary>
    public SqliteStatements Tables => tables;

    public GateState? Gate(string name) => memory.Gate(name);

    public void Change(GateChange change)
    {
        if (Gating.Change(memory.Gate(change.Gate), change) is { } step)
            tasks.Put(step, change.Now);
    }

    /// <summary>Appends a system event.</summary>
    /// <param name="data">A JSON object.</param>
    public void Append(string type, DateTimeOffset at, string data) => tasks.Append(type, at, null, data);
}
