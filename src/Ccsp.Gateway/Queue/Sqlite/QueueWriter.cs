using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>The writer thread with the steps it can run and the memory they share. Wiring only.</summary>
internal sealed class QueueWriter : IDisposable
{
    private readonly RollbackLog _rollback = new();
    private readonly QueueTables _tables;
    private readonly QueueMemory _memory;
    private readonly SavepointRunner _parts;
    private readonly SqliteStatements _others;

    public QueueWriter(SqliteDatabase database, SqliteReaders readers, QueueOptions options, EventHub hub, ILogger logger)
    {
        var db = database.TakeWriter();
        _tables = new QueueTables(db, _rollback);
        _memory = new QueueMemory(db, _tables, _rollback, hub);
        _tables.Meta.RaiseEpoch();
        _memory.Reload();
        _parts = new SavepointRunner(db, _memory, logger);
        var tasks = new TaskWriter(_tables, _memory, _rollback, options);
        Submit = new SqliteSubmitStep(tasks, _tables, _memory, _parts, options);
        var opening = new OpeningStep(tasks, _tables, _memory, _parts);
        Claim = new SqliteClaimStep(tasks, _tables, _memory, _parts, opening, options);
        Leases = new SqliteLeaseSteps(tasks, _tables, _memory);
        Changes = new SqliteChangeSteps(tasks, _tables, _memory, _parts);
        Emergency = new SqliteEmergencySteps(tasks, _memory);
        Renew = new SqliteRenewStep(tasks, _tables, _memory);
        Sweep = new SqliteSweepStep(tasks, _tables, _memory, _parts, opening, new SqliteRetentionStep(_tables, _memory, _parts));
        Restore = new RestoreStep(tasks, _tables, _memory);
        Thread = new SqliteWriter(db, _memory, logger);
        _others = new SqliteStatements(db);
        Others = new SqliteTables(Thread, _others, readers);
        System = new SystemSteps(tasks, _memory, _others);
    }

    public SqliteWriter Thread { get; }

    /// <summary>For rooms with tables of their own in this file.</summary>
    public SqliteTables Others { get; }

    /// <summary>For rooms whose rows change together with gates and events.</summary>
    public SystemSteps System { get; }

    public SqliteSubmitStep Submit { get; }

    public SqliteClaimStep Claim { get; }

    public SqliteLeaseSteps Leases { get; }

    public SqliteChangeSteps Changes { get; }

    public SqliteEmergencySteps Emergency { get; }

    public SqliteRenewStep Renew { get; }

    public SqliteSweepStep Sweep { get; }

    public RestoreStep Restore { get; }

    public void Dispose()
    {
        Thread.Dispose();
        _others.Dispose();
        _tables.Dispose();
        _memory.Dispose();
        _parts.Dispose();
    }
}
