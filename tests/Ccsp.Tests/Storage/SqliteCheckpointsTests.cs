using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class SqliteCheckpointsTests : IDisposable
{
    private const int PagesOfALoad = 60_000;

    private readonly TempFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly sqlite3 _connection;
    private readonly SqliteStatement _insert;
    private readonly SqliteCheckpoints _checkpoints;
    private int _rows;

    public SqliteCheckpointsTests()
    {
        _database = SqliteDatabase.Open(_folder["ccsp.db"]);
        _connection = _database.TakeWriter();
        // Only the size of the files matters here, and a flush takes its time.
        Run(_connection, "PRAGMA synchronous = OFF");
        _insert = new SqliteStatement(_connection, "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)");
        _checkpoints = new SqliteCheckpoints(_connection, NullLogger.Instance);
    }

    private long LogBytes => new FileInfo(_database.Path + "-wal").Length;

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pause_empties_a_log_that_is_worth_it()
    {
        await Task.Yield();
        Write(pages: 100);
        Assert.False(_checkpoints.IsDue(idle: true));
        Write(pages: 2_000);
        Assert.True(_checkpoints.IsDue(idle: true));
        _checkpoints.Run(idle: true);
        Assert.Equal(0, LogBytes);
        Assert.False(_checkpoints.IsDue(idle: true));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pause_empties_what_a_busy_time_has_moved_already()
    {
        await Task.Yield();
        Write(pages: 5_000);
        Assert.True(_checkpoints.IsDue(idle: false));
        _checkpoints.Run(idle: false);
        Assert.False(_checkpoints.IsDue(idle: false));
        Assert.True(_checkpoints.IsDue(idle: true));
        _checkpoints.Run(idle: true);
        Assert.Equal(0, LogBytes);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_log_of_a_gateway_that_was_killed_is_emptied_too()
    {
        await Task.Yield();
        Write(pages: 2_000);
        var next = new SqliteCheckpoints(_connection, NullLogger.Instance);
        Assert.True(next.IsDue(idle: true));
        next.Run(idle: true);
        Assert.Equal(0, LogBytes);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_pause_waits_for_no_reader_and_the_next_one_tries_again()
    {
        await Task.Yield();
        Write(pages: 2_000);
        using var reader = new Reader(_database);
        reader.Begin();
        _checkpoints.Run(idle: true);
        Assert.NotEqual(0, LogBytes);
        reader.End();
        Assert.True(_checkpoints.IsDue(idle: true));
        _checkpoints.Run(idle: true);
        Assert.Equal(0, LogBytes);
    }

    [Fact(Timeout = 120_000)]
    public async Task Readers_without_a_gap_do_not_make_the_log_grow_for_ever()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var first = new Reader(_database);
        using var second = new Reader(_database);
        first.Begin();
        var reading = Task.Factory.StartNew(() => ReadAlternately(first, second, stop.Token), stop.Token, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var largest = 0L;
        for (var written = 0; written < PagesOfALoad; written += 500)
        {
            Write(pages: 500);
            if (_checkpoints.IsDue(idle: false))
                _checkpoints.Run(idle: false);
            largest = Math.Max(largest, LogBytes);
        }

        await stop.CancelAsync();
        await reading;
        // Without waiting it gets as large as all that was written: some 900 MB.
        Assert.InRange(largest, 0, 256 << 20);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_one_large_batch_made_of_the_log_is_cut_off()
    {
        await Task.Yield();
        Run(_connection, "BEGIN IMMEDIATE");
        Write(pages: 10_000);
        Run(_connection, "COMMIT");
        Assert.InRange(LogBytes, 40_000_000, long.MaxValue);
        _checkpoints.Run(idle: false);
        Write(pages: 1);
        Assert.InRange(LogBytes, 1, 24 << 20);
    }

    /// <summary>There is no moment at which nobody reads.</summary>
    private static void ReadAlternately(Reader open, Reader other, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            other.Begin();
            open.End();
            (open, other) = (other, open);
        }

        open.End();
    }

    private void Write(int pages)
    {
        var text = new string('x', 4_000);
        for (var page = 0; page < pages; page++)
            _insert.Bind(1, $"k{_rows++ % 20_000}").Bind(2, text).Run();
    }

    private static void Run(sqlite3 connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        statement.Run();
    }

    private sealed class Reader(SqliteDatabase database) : IDisposable
    {
        private readonly sqlite3 _connection = database.OpenReader();

        public void Begin()
        {
            Run(_connection, "BEGIN");
            using var count = new SqliteStatement(_connection, "SELECT count(*) FROM (SELECT 1 FROM meta WHERE name LIKE 'k%' LIMIT 10)");
            count.Step();
        }

        public void End() => Run(_connection, "COMMIT");

        public void Dispose() => _connection.Dispose();
    }
}
