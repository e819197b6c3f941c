using Ccsp.Gateway.Queue.Sqlite.Memory;
using SQLitePCL;

namespace Ccsp.Gateway.Queue.Sqlite;

internal sealed class QueueTables : IDisposable
{
    public QueueTables(sqlite3 db, RollbackLog rollback)
    {
        Tasks = new TaskTable(db);
        Submissions = new SubmissionTable(db);
        Runs = new RunTable(db);
        Dependencies = new DependencyTable(db);
        Keys = new KeyTable(db);
        Gates = new GateTable(db);
        Emergency = new EmergencyTable(db);
        Instances = new InstanceTable(db);
        Meta = new MetaTable(db);
        Groups = new GroupTable(db);
        Lanes = new LaneTable(db);
        GroupShares = new GroupShareTable(db);
        Events = new EventLog(db, Meta, rollback);
        Due = new DueTable(db);
    }

    public TaskTable Tasks { get; }

    public SubmissionTable Submissions { get; }

    public RunTable Runs { get; }

    public DependencyTable Dependencies { get; }

    public KeyTable Keys { get; }

    public GateTable Gates { get; }

    public EmergencyTable Emergency { get; }

    public InstanceTable Instances { get; }

    public MetaTable Meta { get; }

    public GroupTable Groups { get; }

    public LaneTable Lanes { get; }

    public GroupShareTable GroupShares { get; }

    public EventLog Events { get; }

    public DueTable Due { get; }

    public void Dispose()
    {
        foreach (var table in new IDisposable[] { Tasks, Submissions, Runs, Dependencies, Keys, Gates, Emergency, Instances, Meta, Groups,
            Lanes, GroupShares, Events, Due })
            table.Dispose();
    }
}
