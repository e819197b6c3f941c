using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The writer thread with the steps it can run and the memory they share. Wiring only.</summary>
internal sealed class QueueWriter : IDisposable
{
    private readonly Undo undo = new();
    private readonly QueueTables tables;
    private readonly QueueMemory memory;
    private readonly Parts parts;
    private readonly SqliteStatements others;

    public QueueWriter(SqliteDatabase database, SqliteReaders readers, QueueOptions options, EventHub hub, ILogger logger)
    {
        var db = database.TakeWriter();
        tables = new QueueTables(db, undo);
        memory = new QueueMemory(db, tables, undo, hub);
        tables.Meta.RaiseEpoch();
        memory.Reload();
        parts = new Parts(db, memory, logger);
        var ledger = new Ledger(tables, memory, undo, options);
        Submit = new SubmitStep(ledger, tables, memory, parts, options);
        var opening = new OpeningStep(ledger, tables, memory, parts);
        Claim = new ClaimStep(ledger, tables, memory, parts, opening, options);
        Leases = new LeaseSteps(ledger, tables, memory);
        Changes = new ChangeSteps(ledger, tables, memory, parts);
        Emergency = new EmergencySteps(ledger, memory);
        Renew = new RenewStep(ledger, tables, memory);
        Sweep = new SweepStep(ledger, tables, memory, parts, opening, new RetentionStep(tables, memory, parts));
        Restore = new RestoreStep(ledger, tables, memory);
        Thread = new SqliteWriter(db, memory, logger);
        others = new SqliteStatements(db);
        Others = new SqliteTables(Thread, others, readers);
        System = new SystemSteps(ledger, memory, others);
    }

    public SqliteWriter Thread { get; }

    /// <summary>For rooms with tables of their own in this file.</summary>
    public SqliteTables Others { get; }

    /// <summary>For rooms whose rows change together with gates and events.</summary>
    public SystemSteps System { get; }

    public SubmitStep Submit { get; }

    public ClaimStep Claim { get; }

    public LeaseSteps Leases { get; }

    public ChangeSteps Changes { get; }

    public EmergencySteps Emergency { get; }

    public RenewStep Renew { get; }

    public SweepStep Sweep { get; }

    public RestoreStep Restore { get; }

    public void Dispose()
    {
        Thread.Dispose();
        others.Dispose();
        tables.Dispose();
        memory.Dispose();
        parts.Dispose();
    }
}
