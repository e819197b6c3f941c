using Ccsp.Gateway.Storage;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder["ccsp.db"];

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task A_new_database_has_the_latest_schema_and_belongs_to_its_owner_alone()
    {
        await Task.Yield();
        Use(connection => Assert.Equal(SqliteMigrations.Latest, Number(connection, "PRAGMA user_version")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_writing_connection_is_durable_and_checkpoints_only_when_told_to()
    {
        await Task.Yield();
        Use(connection =>
        {
            Assert.Equal(2, Number(connection, "PRAGMA synchronous"));
            Assert.Equal(0, Number(connection, "PRAGMA wal_autocheckpoint"));
            Assert.Equal(0, Number(connection, "PRAGMA mmap_size"));
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task There_is_one_writing_connection()
    {
        await Task.Yield();
        var database = SqliteDatabase.Open(Path);
        using var writer = database.TakeWriter();
        Assert.Throws<InvalidOperationException>(database.TakeWriter);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reading_connection_cannot_write()
    {
        await Task.Yield();
        var database = SqliteDatabase.Open(Path);
        using var writer = database.TakeWriter();
        using var reader = database.OpenReader();
        using var insert = new SqliteStatement(reader, "INSERT INTO meta VALUES ('a', 1)");
        Assert.Throws<StoreUnavailable>(insert.Run);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_damaged_file_is_refused_with_what_to_run_and_left_as_it_is(int from)
    {
        Use(_ => { });
        var bytes = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        Array.Fill(bytes, (byte)0xA5, from, 3 * 4096);
        await File.WriteAllBytesAsync(Path, bytes, TestContext.Current.CancellationToken);
        var error = Assert.Throws<StoreCorrupted>(() => SqliteDatabase.Open(Path));
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("`ccsp ", error.Message, StringComparison.Ordinal);
        Assert.Contains(".recover", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        await Task.Yield();
        Use(connection => Number(connection, $"PRAGMA user_version = {SqliteMigrations.Latest + 1}"));
        var error = Assert.Throws<StoreTooNew>(() => SqliteDatabase.Open(Path));
        Assert.Contains($"schema {SqliteMigrations.Latest + 1}", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_script_that_was_merged_behind_a_later_one_is_applied_too()
    {
        await Task.Yield();
        Use(connection =>
        {
            using var forget = new SqliteStatement(connection, "DELETE FROM schema_script WHERE number = 8");
            forget.Run();
            foreach (var table in new[] { "record", "record_index", "counter" })
            {
                using var drop = new SqliteStatement(connection, $"DROP TABLE {table}");
                drop.Run();
            }
        });
        Use(connection =>
        {
            Assert.Equal(SqliteMigrations.Latest, Number(connection, "PRAGMA user_version"));
            Assert.Equal(1, Number(connection, "SELECT count(*) = 0 FROM record"));
        });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_database_is_copied_before_its_schema_is_changed()
    {
        await Task.Yield();
        Use(connection => Assert.Equal(0, Number(connection, "SELECT count(*) FROM meta WHERE name = 'mark'")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.schema-*"));
        await File.WriteAllTextAsync(SqliteCopy.PathOf(Path, 1), "an older copy", TestContext.Current.CancellationToken);
        Use(connection =>
        {
            foreach (var sql in new[] { "INSERT INTO meta VALUES ('mark', 7)", "DELETE FROM schema_script WHERE number = 6",
                "ALTER TABLE instance DROP COLUMN load" })
            {
                using var step = new SqliteStatement(connection, sql);
                step.Run();
            }
        });
        Use(connection => Assert.Equal(SqliteMigrations.Latest, Number(connection, "PRAGMA user_version")));

        var copy = Assert.Single(Directory.GetFiles(_folder.Path, "*.schema-*"));
        Assert.Equal(SqliteCopy.PathOf(Path, SqliteMigrations.Latest), copy);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        using var old = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={copy};Mode=ReadOnly;Pooling=False");
        old.Open();
        using var read = old.CreateCommand();
        read.CommandText = "SELECT value FROM meta WHERE name = 'mark' AND NOT EXISTS (SELECT 1 FROM pragma_table_info('instance') WHERE "
            + "name = 'load')";
        Assert.Equal(7L, read.ExecuteScalar());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_database_of_the_first_version_is_brought_up_to_date_and_its_history_is_no_news()
    {
        await Task.Yield();
        using (var old = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            _ = SqliteLibrary.Version;
            old.Open();
            using var script = new StreamReader(typeof(SqliteDatabase).Assembly.GetManifestResourceStream("Migrations/0001-queue.sql")!);
            using var make = old.CreateCommand();
            make.CommandText = script.ReadToEnd() + "; INSERT INTO meta VALUES ('last_event', 77); PRAGMA user_version = 1";
            make.ExecuteNonQuery();
        }

        Use(connection => Assert.Equal((SqliteMigrations.Latest, 77),
            (Number(connection, "PRAGMA user_version"), Number(connection, "SELECT seq FROM notification_cursor"))));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_library_in_use_can_be_named()
    {
        await Task.Yield();
        Assert.Matches(@"^3\.\d+\.\d+ \(bundled\)$", SqliteLibrary.Version);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_statement_with_a_range_is_compiled_once()
    {
        await Task.Yield();
        const int reprepared = 5; // SQLITE_STMTSTATUS_REPREPARE
        using var database = SqliteDatabase.Open(Path);
        using var reader = database.OpenReader();
        using var writer = database.TakeWriter();
        foreach (var connection in new[] { writer, reader })
        {
            const string Sql = "SELECT id FROM task WHERE state = 2 AND run_at <= ?1 ORDER BY run_at, id LIMIT ?2";
            Assert.Equal(SQLitePCL.raw.SQLITE_OK, SQLitePCL.raw.sqlite3_prepare_v2(connection, Sql, out var statement));
            using (statement)
            {
                foreach (var value in new[] { 1, 2, 3 })
                {
                    _ = SQLitePCL.raw.sqlite3_bind_int64(statement, 1, value);
                    _ = SQLitePCL.raw.sqlite3_bind_int64(statement, 2, value);
                    Assert.Equal(SQLitePCL.raw.SQLITE_DONE, SQLitePCL.raw.sqlite3_step(statement));
                    _ = SQLitePCL.raw.sqlite3_reset(statement);
                }

                Assert.Equal(0, SQLitePCL.raw.sqlite3_stmt_status(statement, reprepared, 0));
            }
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Text_comes_back_as_it_was_bound()
    {
        await Task.Yield();
        Use(connection =>
        {
            using var echo = new SqliteStatement(connection, "SELECT ?1");
            foreach (var text in new[] { "", "a\0b", "日本語 \U0001F600", new string('ß', 100_000) })
            {
                Assert.True(echo.Bind(1, text).Step());
                Assert.Equal(text, echo.Text(0));
                echo.Reset();
            }
        });
    }

    private void Use(Action<SQLitePCL.sqlite3> use)
    {
        using var connection = SqliteDatabase.Open(Path).TakeWriter();
        use(connection);
    }

    private static long Number(SQLitePCL.sqlite3 connection, string sql)
    {
        using var statement = new SqliteStatement(connection, sql);
        var number = statement.Step() ? statement.Long(0) : 0;
        statement.Reset();
        return number;
    }
}
