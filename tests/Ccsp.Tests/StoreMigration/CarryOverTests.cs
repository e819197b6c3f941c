using System.Reflection;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

/// <summary>What a version before this one kept in another form is there after the first start.</summary>
public sealed class CarryOverTests(OneServer server) : IClassFixture<OneServer>
{
    private static readonly TrackedIssue Issue = new("session:work", 17, "\"etag\"", At("00.007"), At("59.999"), At("30"));

    private static readonly TrackedIssue Other = new("session:other", 18, null, At("01"), null, At("02"));

    private const string StoredLogin = """{"profile":"work","state":"lost","consecutiveFailures":3,"reason":"401","owed":[]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Issues_in_a_file_of_schema_7()
    {
        using var folder = new TempFolder();
        WriteSchema7(folder["ccsp.db"]);
        using var store = SqliteTaskStore.Open(folder["ccsp.db"], new QueueOptions(), new EventHub(), NullLogger.Instance);
        Assert.Equal([Other, Issue], await IssuesOf(new SqliteRecordBackend(store.Tables)).AllAsync(Cancel));
    }

    [Fact(Timeout = 30_000)]
    public async Task Issues_in_the_hash_of_a_shared_store()
    {
        await using var link = await server.LinkAsync("former");
        var former = (RedisKey)"{ccsp:former:0}:notify:issues";
        var keys = new QueueKeys("former", 1);
        await using var store = await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), new EventHub(), new(TimeProvider.System),
            NullLogger.Instance, Cancel);
        await link.ReadAsync(
            async db =>
            {
                await db.HashSetAsync(former, Issue.Key, """
                    {"key":"session:work","number":17,"eTag":"\u0022etag\u0022","openedAt":"2026-09-01T12:00:00.007+00:00",
                     "polledAt":"2026-09-01T12:00:59.999+00:00","nextAt":"2026-09-01T12:00:30+00:00"}
                    """);
                await db.HashSetAsync(former, Other.Key,
                    """{"key":"session:other","number":18,"openedAt":"2026-09-01T12:00:01Z","nextAt":"2026-09-01T12:00:02Z"}""");
                return true;
            },
            Cancel);
        await RedisCarryOver.RunAsync(link, keys, store.Records, Cancel);
        Assert.Equal([Other, Issue], await IssuesOf(store.Records).AllAsync(Cancel));
        Assert.False(await link.ReadAsync(db => db.KeyExistsAsync(former), Cancel));
        // The next start finds nothing left to take over, and what has changed since stays as it is.
        await IssuesOf(store.Records).ForgetAsync(Other.Key, Cancel);
        await RedisCarryOver.RunAsync(link, keys, store.Records, Cancel);
        Assert.Equal([Issue], await IssuesOf(store.Records).AllAsync(Cancel));
    }

    [Fact(Timeout = 30_000)]
    public async Task Logins_in_a_file_of_schema_7()
    {
        using var folder = new TempFolder();
        WriteSchema7(folder["ccsp.db"]);
        using var store = SqliteTaskStore.Open(folder["ccsp.db"], new QueueOptions(), new EventHub(), NullLogger.Instance);
        CheckLogins(await new QueueRecords(new SqliteQueueRecordBackend(store), TimeProvider.System)
            .ReadAsync(LoginRecords.ReadAsync, Cancel));
    }

    [Fact(Timeout = 30_000)]
    public async Task Logins_in_the_hash_of_a_shared_store()
    {
        await using var link = await server.LinkAsync("logins");
        var keys = new QueueKeys("logins", 1);
        await using var store = await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), new EventHub(), new(TimeProvider.System),
            NullLogger.Instance, Cancel);
        await link.ReadAsync(
            async db =>
            {
                await db.HashSetAsync("{ccsp:logins:0}:sessions", [new("work", StoredLogin), new("cursor", "41")]);
                return true;
            },
            Cancel);
        await RedisCarryOver.RunAsync(link, keys, store.Records, Cancel);
        CheckLogins(await new QueueRecords(store.Records, TimeProvider.System).ReadAsync(LoginRecords.ReadAsync, Cancel));
    }

    private static void CheckLogins(StoredLogins logins)
    {
        var login = Assert.Single(logins.Items);
        Assert.Equal(("work", SessionState.Lost, 3, "401"), (login.Profile, login.State, login.ConsecutiveFailures, login.Reason));
        Assert.Equal(41, logins.Cursor);
    }

    private static DateTimeOffset At(string seconds) =>
        DateTimeOffset.Parse($"2026-09-01T12:00:{seconds}Z", System.Globalization.CultureInfo.InvariantCulture);

    private static IssueStore IssuesOf(IRecordBackend records) => new(new RecordStore(records, TimeProvider.System));

    /// <summary>With the scripts of that version, which never change.</summary>
    private static void WriteSchema7(string path)
    {
        // Sets the library up before the other provider uses it.
        _ = SqliteLibrary.Version;
        using var db = new SqliteConnection($"Data Source={path};Pooling=False");
        db.Open();
        Run("CREATE TABLE schema_script (number INTEGER PRIMARY KEY)");
        var home = typeof(SqliteMigrations).Assembly;
        foreach (var name in home.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith("Migrations/", StringComparison.Ordinal) || string.CompareOrdinal(name, "Migrations/0008") >= 0)
                continue;
            var number = name["Migrations/".Length..].Split('-')[0];
            Run($"{Text(home, name)}; INSERT INTO schema_script VALUES ({number}); PRAGMA user_version = {number}");
        }

        foreach (var issue in new[] { Issue, Other })
        {
            Run("INSERT INTO notification_issue (key, number, etag, opened_at, polled_at, next_at) VALUES "
                + $"('{issue.Key}', {issue.Number}, {(issue.ETag is null ? "NULL" : $"'{issue.ETag}'")}, "
                + $"{issue.OpenedAt.ToUnixTimeMilliseconds()}, {issue.PolledAt?.ToUnixTimeMilliseconds().ToString() ?? "NULL"}, "
                + $"{issue.NextAt.ToUnixTimeMilliseconds()})");
        }

        Run($"INSERT INTO session (profile, json) VALUES ('work', '{StoredLogin}')");
        Run("UPDATE session_cursor SET seq = 41");

        void Run(string sql)
        {
            using var command = db.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static string Text(Assembly home, string name)
    {
        using var reader = new StreamReader(home.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
