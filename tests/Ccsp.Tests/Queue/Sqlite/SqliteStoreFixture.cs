using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Sqlite;

/// <summary>A store on a real file that can be closed, opened again and looked into.</summary>
internal sealed class SqliteStoreFixture : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestIds _ids = new();
    private readonly QueueOptions _options;

    public SqliteStoreFixture(QueueOptions? options = null, string? path = null)
    {
        _options = options ?? new QueueOptions();
        Path = path ?? _folder["ccsp.db"];
        Store = Open();
    }

    public string Path { get; }

    public EventHub Hub { get; } = new();

    public SqliteTaskStore Store { get; private set; }

    public DateTimeOffset Now { get; set; } = SampleTasks.Noon;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Reopen()
    {
        Store.Dispose();
        Store = Open();
    }

    public async Task<AgentTask> Add(Contracts.TaskSubmission? spec = null)
    {
        var outcomes = await Store.SubmitAsync(
            new SubmitBatch([Submissions.Submit(_ids.Next(), spec ?? Submissions.Simple())], false, Now), Stop);
        return Assert.IsType<SubmitOutcome.Accepted>(Assert.Single(outcomes)).Task;
    }

    public async Task<IReadOnlyList<ClaimedTask>> Claim(int limit = 1) =>
        await Store.ClaimAsync(new ClaimRequest("one", 1000, 0, 1000, limit, Now), Stop);

    public async Task<AgentTask> Start()
    {
        var claimed = Assert.Single(await Claim()).Task;
        return Assert.IsType<LeaseOutcome.Applied>(
            await Store.ConfirmAsync(new RunStarted(claimed.Id, claimed.Lease!.Token, 1, 2, "boot", "c", Now), Stop)).Task;
    }

    public async Task<LeaseOutcome> Finish(AgentTask running, Contracts.EndingClass ending = Contracts.EndingClass.Succeeded) =>
        await Store.FinishAsync(new RunFinished
    {
        TaskId = running.Id,
        Token = running.Lease!.Token,
        Ending = SampleTasks.Ending(ending),
        Usage = SampleTasks.Usage(),
        Result = "Done.",
        Jitter = 0.5,
        Now = Now,
    }, Stop);

    public async Task<SweepReport> Sweep() => await Store.SweepAsync(new SweepRequest(Now, 0.5, 100, new RetentionOptions()), Stop);

    /// <summary>Changes the file behind the store's back.</summary>
    public void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IReadOnlyList<string> Query(string sql)
    {
        using var connection = Connect();
        using var rows = new SqliteStatement(connection.Handle!, sql);
        List<string> values = [];
        while (rows.Step())
            values.Add(rows.Text(0));
        return values;
    }

    /// <summary>The steps of SQLite's plan for a statement.</summary>
    public IReadOnlyList<string> Plan(string sql)
    {
        using var connection = Connect();
        using var rows = new SqliteStatement(connection.Handle!, "EXPLAIN QUERY PLAN " + sql);
        List<string> steps = [];
        while (rows.Step())
            steps.Add(rows.Text(3));
        return steps;
    }

    /// <summary>Compares the stored counts with a real count of the rows, and lanes with the ready rows.</summary>
    public void CountsAgree()
    {
        const string rows = "SELECT * FROM task UNION ALL SELECT * FROM history";
        const string states =
            "'held','blocked','scheduled','ready','starting','running','stopping','succeeded','failed','cancelled','expired'";
        const string classes = "'urgent','high','normal','low'";
        var counted = Query(
            $"""
            WITH all_tasks AS ({rows}),
            real AS (
                SELECT 0 kind, json_extract(json_array({states}), '$[' || state || ']') name, count(*) n FROM all_tasks GROUP BY state
                UNION ALL SELECT 1, json_extract(json_array({classes}), '$[' || class || ']'), count(*) FROM task GROUP BY class
                UNION ALL SELECT 2, json_extract(json_array({classes}), '$[' || class || ']'), count(*)
                    FROM task WHERE state = 3 GROUP BY class
                UNION ALL SELECT 3, json_extract(json_array({classes}), '$[' || class || ']'), count(*)
                    FROM task WHERE state < 3 GROUP BY class
                UNION ALL SELECT 4, agent, count(*) FROM task GROUP BY agent
                UNION ALL SELECT 5, grp, count(*) FROM task GROUP BY grp)
            SELECT kind || ' ' || name || ' ' || n FROM real ORDER BY 1
            """);
        Assert.Equal(counted, Query("SELECT kind || ' ' || name || ' ' || count FROM depth ORDER BY 1"));
        Assert.Empty(Query("SELECT t.id FROM task t LEFT JOIN lane l ON l.id = t.lane WHERE (t.state = 3) <> (l.id IS NOT NULL) OR (l.id "
            + "IS NOT NULL AND (l.class, l.grp) <> (t.class, t.grp))"));
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    private SqliteTaskStore Open() => SqliteTaskStore.Open(Path, _options, Hub, NullLogger.Instance);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        // Closing this connection must not move the log of the store's writer.
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 5000";
        pragma.ExecuteNonQuery();
        return connection;
    }
}
