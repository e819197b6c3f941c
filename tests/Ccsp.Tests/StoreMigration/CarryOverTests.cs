using System.Reflection;
using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Tests.Notifications;
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

    [Fact(Timeout = 30_000)]
    public async Task Notifications_in_a_file_of_schema_7()
    {
        using var folder = new TempFolder();
        WriteSchema7(folder["ccsp.db"]);
        using var store = SqliteTaskStore.Open(folder["ccsp.db"], new QueueOptions(), new EventHub(), NullLogger.Instance);
        var carryOver = new SqliteCarryOver(store.Tables);
        await carryOver.RunAsync(Cancel);
        var outbox = OutboxIn(new SqliteRecordBackend(store.Tables));
        await CheckOutboxAsync(outbox);
        // The next start finds nothing left to take over.
        await carryOver.RunAsync(Cancel);
        Assert.Equal(["new", "waits"], (await outbox.TakeAsync("slack", At("30"), 10, Cancel)).Select(entry => entry.Notice.Key).Order());
    }

    [Fact(Timeout = 30_000)]
    public async Task Notifications_in_the_hashes_of_a_shared_store()
    {
        await using var link = await server.LinkAsync("outbox");
        var keys = new QueueKeys("outbox", 1);
        await using var store = await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), new EventHub(), new(TimeProvider.System),
            NullLogger.Instance, Cancel);
        await link.ReadAsync(
            async db =>
            {
                await db.HashSetAsync(Hash("live"), "3", Entry(3, "waits", "waiting", ""));
                await db.HashSetAsync(Hash("done"),
                    [new("1", Entry(1, "sent", "sent", Done)), new("2", Entry(2, "dead", "dead", Done + ""","error":"refused" """))]);
                await db.HashSetAsync(Hash("topics"), "slack\ngate:a",
                    """{"at":"2026-09-01T12:00:05+00:00","severity":"error","resolved":false,"folded":2}""");
                await db.HashSetAsync(Hash("channels"), "slack",
                    """{"errorAt":"2026-09-01T12:00:06+00:00","error":"refused","refused":4}""");
                await db.HashSetAsync(Hash("meta"), [new("cursor", 77), new("id", 5)]);
                await db.HashSetAsync(Hash("known"), "slack\nsent", 1);
                return true;
            },
            Cancel);
        await RedisCarryOver.RunAsync(link, keys, store.Records, Cancel);
        await CheckOutboxAsync(OutboxIn(store.Records));
        foreach (var part in (string[])["live", "done", "topics", "channels", "meta", "known"])
            Assert.False(await link.ReadAsync(db => db.KeyExistsAsync(Hash(part)), Cancel));

        static RedisKey Hash(string part) => "{ccsp:outbox:0}:notify:" + part;

        static string Entry(int id, string key, string state, string more) => $$"""
            {"id":{{id}},"channel":"slack","notice":{"key":"{{key}}","kind":"gate.closed","topic":"gate:{{key}}","severity":"error",
             "resolves":false,"title":"T","body":"B","at":"2026-09-01T12:00:01+00:00","fields":{"name":"x"} },
             "state":"{{state}}","createdAt":"2026-09-01T12:00:01+00:00","dueAt":"2026-09-01T12:00:02+00:00","tries":1{{more}} }
            """;
    }

    private const string Done = ""","doneAt":"2026-09-01T12:00:03+00:00" """;

    private static Outbox OutboxIn(IRecordBackend records) => new(new RecordStore(records, TimeProvider.System), new NotifyOptions());

    /// <summary>Numbers go on after the last that was given, what was sent is known, and what waits is due.</summary>
    private static async Task CheckOutboxAsync(Outbox outbox)
    {
        var all = await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Cancel);
        Assert.Equal([(3, "waits", NotificationState.Waiting), (2, "dead", NotificationState.Dead), (1, "sent", NotificationState.Sent)],
            all.Select(entry => (entry.Id, entry.Notice.Key, entry.State)));
        var waits = all[0];
        Assert.Equal((1, At("02"), "gate:waits", "x", Severity.Error),
            (waits.Tries, waits.DueAt, waits.Notice.Topic, waits.Notice.Fields["name"], waits.Notice.Severity));
        var health = (await outbox.HealthAsync(Cancel))["slack"];
        Assert.Equal(("refused", 4, 1, 1), (health.Error, health.Refused, health.Waiting, health.Dead));
        Assert.Equal(77, await outbox.CursorAsync(Cancel));
        Assert.False(await outbox.AddAsync("slack", NotificationBench.Notice("sent"), At("20"), Cancel));
        Assert.True(await outbox.AddAsync("slack", NotificationBench.Notice("new"), At("20"), Cancel));
        Assert.Equal(6, (await outbox.ListAsync(new OutboxFilter(null, null, 1, null), Cancel))[0].Id);
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

        foreach (var (id, key, state, done, error) in new[] { (1, "sent", 2, "1788264003000", "NULL"),
            (2, "dead", 3, "1788264003000", "'refused'"),
            (3, "waits", 0, "NULL", "NULL") })
        {
            Run("INSERT INTO notification (id, key, channel, kind, topic, severity, resolves, title, body, fields, state, created_at, "
                + "due_at, "
                + $"tries, done_at, error) VALUES ({id}, '{key}', 'slack', 'gate.closed', 'gate:{key}', 2, 0, 'T', 'B', "
                + $"'{{\"name\":\"x\"}}', "
                + $"{state}, {At("01").ToUnixTimeMilliseconds()}, {At("02").ToUnixTimeMilliseconds()}, 1, {done}, {error})");
        }

        Run("UPDATE sqlite_sequence SET seq = 5 WHERE name = 'notification'");
        Run("UPDATE notification_cursor SET seq = 77");
        Run($"INSERT INTO notification_topic VALUES ('slack', 'gate:a', {At("05").ToUnixTimeMilliseconds()}, 2, 0, 2)");
        Run($"INSERT INTO notification_channel (name, error_at, error, refused) VALUES ('slack', {At("06").ToUnixTimeMilliseconds()}, "
            + "'refused', 4)");
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
