using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue.Sqlite.Memory;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>Wires the writer thread, its steps and the memory they share.</summary>
internal sealed class QueueWriter : IDisposable
{
    private readonly RollbackLog _rollback = new();
    private readonly SavepointRunner _parts;
    private readonly SqliteStatements _others;

    public QueueWriter(SqliteDatabase database, SqliteReaders readers, QueueOptions options, EventHub hub, ILogger logger)
    {
        var db = database.TakeWriter();
        Tables = new QueueTables(db, _rollback);
        Memory = new QueueMemory(db, Tables, _rollback, hub);
        Tables.Meta.RaiseEpoch();
        Memory.Reload();
        _parts = new SavepointRunner(db, Memory, logger);
        var tasks = Tasks = new TaskWriter(Tables, Memory, _rollback, options);
        Submit = new SqliteSubmitStep(tasks, Tables, Memory, _parts, options);
        var opening = new OpeningStep(tasks, Tables, Memory, _parts);
        Claim = new SqliteClaimStep(tasks, Tables, Memory, _parts, opening, options);
        Leases = new SqliteLeaseSteps(tasks, Tables, Memory);
        Changes = new SqliteChangeSteps(tasks, Tables, Memory, _parts);
        Emergency = new SqliteEmergencySteps(tasks, Memory);
        Renew = new SqliteRenewStep(tasks, Tables, Memory);
        Sweep = new SqliteSweepStep(tasks, Tables, Memory, _parts, opening, new SqliteRetentionStep(Tables, Memory, _parts));
        Thread = new SqliteWriter(db, Memory, logger);
        _others = new SqliteStatements(db);
        Others = new SqliteTables(Thread, _others, readers);
        System = new SystemSteps(tasks, Memory, _others);
    }

    public SqliteWriter Thread { get; }

    public QueueTables Tables { get; }

    public QueueMemory Memory { get; }

    public TaskWriter Tasks { get; }

    /// <summary>For features with tables of their own in this file.</summary>
    public SqliteTables Others { get; }

    /// <summary>For features whose rows change together with gates and events.</summary>
    public SystemSteps System { get; }

    public SqliteSubmitStep Submit { get; }

    public SqliteClaimStep Claim { get; }

    public SqliteLeaseSteps Leases { get; }

    public SqliteChangeSteps Changes { get; }

    public SqliteEmergencySteps Emergency { get; }

    public SqliteRenewStep Renew { get; }

    public SqliteSweepStep Sweep { get; }

    public void Dispose()
    {
        Thread.Dispose();
        _others.Dispose();
        Tables.Dispose();
        Memory.Dispose();
        _parts.Dispose();
    }
}
