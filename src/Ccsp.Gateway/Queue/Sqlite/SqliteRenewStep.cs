using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>One heartbeat writes one row, however many leases it covers.</summary>
internal sealed class SqliteRenewStep(TaskWriter tasks, QueueTables tables, QueueMemory memory)
{
    public Renewal Run(Heartbeat beat)
    {
        if (memory.Instance(beat.InstanceId) is not { Lost: false })
            tasks.Append(EventTypes.InstanceJoined, beat.Now, beat.InstanceId);
        tables.Instances.Put(beat);
        memory.Set(new KnownInstance(beat.InstanceId, beat.Now, beat.ValidFor, Lost: false));
        return new Renewal(
        [
            .. memory.Leases.TasksOf(beat.InstanceId)
                .Where(task => task.Stop is not null)
                .Select(task => new StopOrder(task.Id, task.Lease!.Token, task.Stop!)),
        ],
        memory.Emergency is { Stands: true, Mode: EmergencyMode.Kill });
    }
}
