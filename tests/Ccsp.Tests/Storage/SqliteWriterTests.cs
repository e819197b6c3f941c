using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _insert;
    private readonly RecordingMemory _memory = new();
    private readonly SqliteWriter _writer;
    private readonly ManualResetEventSlim _gate = new();

    public SqliteWriterTests()
    {
        _database = SqliteDatabase.Open(_folder["ccsp.db"]);
        var connection = _database.TakeWriter();
        // The smallest the schema fits in, with room for a few hundred rows; what "disk full" means to SQLite.
        Execute(connection, "PRAGMA max_page_count = 120");
        _insert = new SqliteStatement(connection, "INSERT INTO meta (name, value) VALUES (?1, ?2)");
        _writer = new SqliteWriter(connection, _memory, NullLogger.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _gate.Set();
        _writer.Dispose();
        _insert.Dispose();
        _gate.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Commands_that_wait_share_one_commit()
    {
        var blocked = await Block();
        var waiting = Enumerable.Range(0, 100).Select(i => Put($"k{i}")).ToList();
        _gate.Set();
        await blocked;
        var before = _writer.Commits;
        await Task.WhenAll(waiting);
        Assert.True(_writer.Commits - before <= 1, $"{_writer.Commits - before} commits");
        Assert.Equal(100, await Count());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_command_that_fails_is_taken_back_alone_in_file_and_memory()
    {
        var blocked = await Block();
        var first = Put("first");
        var failing = _writer.WriteAsync<int>(new WriteKind(WriteLane.Control), () =>
        {
            Insert("half");
            throw new InvalidOperationException("Broken.");
        }, Stop);
        var last = Put("last");
        _gate.Set();
        await Task.WhenAll(blocked, first, last);
        Assert.Equal("Broken.", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.Equal(["first", "last"], await Names());
        // The whole batch before it is run again, and then the one that fails.
        Assert.Equal(2, _memory.Undone);
    }

    [Fact(Timeout = 30_000)]
    public async Task Control_goes_before_bulk()
    {
        List<string> order = [];
        var blocked = await Block();
        var bulk = _writer.WriteAsync(new WriteKind(WriteLane.Bulk), () => Note("bulk"), Stop);
        var control = _writer.WriteAsync(new WriteKind(WriteLane.Control), () => Note("control"), Stop);
        _gate.Set();
        await Task.WhenAll(blocked, bulk, control);
        Assert.Equal(["control", "bulk"], order);

        int Note(string name)
        {
            order.Add(name);
            return 0;
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_caller_that_gives_up_withdraws_a_command_that_waits_and_not_one_that_runs()
    {
        using var give = new CancellationTokenSource();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var taken = _writer.WriteAsync(new WriteKind(WriteLane.Control), () =>
        {
            running.SetResult();
            _gate.Wait();
            return Insert("taken");
        }, give.Token);
        await running.Task;
        var waiting = _writer.WriteAsync(new WriteKind(WriteLane.Control), () => Insert("waiting"), give.Token);
        await give.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _gate.Set();
        await taken;
        // Behind it in the same lane: had the withdrawn one been written, it would be by now.
        await Put("later");
        Assert.Equal(["later", "taken"], await Names());
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_room_the_batch_fails_whole_and_with_room_it_goes_on()
    {
        await Put("small");
        var big = new string('x', 1 << 20);
        var blocked = await Block();
        var beside = Put("beside");
        var large = _writer.WriteAsync(new WriteKind(WriteLane.Control), () => Insert("large", big), Stop);
        _gate.Set();
        await blocked;
        await Assert.ThrowsAsync<StorageFull>(() => large);
        await Assert.ThrowsAsync<StorageFull>(() => beside);
        Assert.Equal(1, _memory.Reloads);
        await Put("after");
        Assert.Equal(["after", "small"], await Names());
    }

    [Fact(Timeout = 30_000)]
    public async Task After_a_failure_of_the_disk_nothing_is_written_any_more()
    {
        _memory.FailCommit = new StoreUnavailable("fsync failed");
        await Assert.ThrowsAsync<StoreUnavailable>(() => Put("lost"));
        _memory.FailCommit = null;
        await Assert.ThrowsAsync<StoreUnavailable>(() => Put("refused"));
        Assert.Equal(0, await Count());
    }

    [Fact(Timeout = 30_000)]
    public async Task Someone_elses_write_lock_fails_a_batch_and_not_the_store()
    {
        Assert.Equal(0, SQLitePCL.raw.sqlite3_open(_database.Path, out var other));
        using (other)
        {
            Execute(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<StatementFailed>(() => Put("locked"));
            Execute(other, "ROLLBACK");
        }

        await Put("free");
        Assert.Equal(["free"], await Names());
    }

    [Fact(Timeout = 30_000)]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_later()
    {
        var blocked = await Block();
        var waiting = Put("waiting");
        _gate.Set();
        _writer.Dispose();
        await Task.WhenAll(blocked, waiting);
        await Assert.ThrowsAsync<StoreUnavailable>(() => Put("late"));
        Assert.Equal(["waiting"], await Names());
    }

    [Fact(Timeout = 30_000)]
    public async Task Nobody_is_answered_before_the_memory_heard_of_the_commit()
    {
        await Put("one");
        Assert.Equal(["flush", "committed"], _memory.Calls);
    }

    /// <summary>Keeps the writer busy until the gate opens, so that what follows waits together.</summary>
    private async Task<Task<int>> Block()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = _writer.WriteAsync(new WriteKind(WriteLane.Control), () =>
        {
            inside.SetResult();
            _gate.Wait();
            return 0;
        }, Stop);
        await inside.Task;
        return done;
    }

    private Task<int> Put(string name) => _writer.WriteAsync(new WriteKind(WriteLane.Control), () => Insert(name), Stop);

    private int Insert(string name, string value = "")
    {
        _insert.Bind(1, name).Bind(2, value).Run();
        return 0;
    }

    private async Task<int> Count() => (await Names()).Count;

    private async Task<IReadOnlyList<string>> Names()
    {
        await Task.Yield();
        using var connection = _database.OpenReader();
        using var rows = new SqliteStatement(connection, "SELECT name FROM meta ORDER BY name");
        List<string> names = [];
        while (rows.Step())
            names.Add(rows.Text(0));
        return names;
    }

    private static void Execute(SQLitePCL.sqlite3 connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Run();
    }

    private sealed class RecordingMemory : IBatchMemory
    {
        public int Undone { get; private set; }

        public int Reloads { get; private set; }

        public Exception? FailCommit { get; set; }

        public List<string> Calls { get; } = [];

        public int Mark() => 0;

        public void RollBackTo(int mark) => Undone++;

        public void BeforeCommit()
        {
            Calls.Add("flush");
            if (FailCommit is not null)
                throw FailCommit;
        }

        public void Committed() => Calls.Add("committed");

        public void Reload() => Reloads++;
    }
}
