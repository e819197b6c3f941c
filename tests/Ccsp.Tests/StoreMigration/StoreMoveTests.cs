using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.StoreMigration;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Records.Sqlite;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Tests.Notifications;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.StoreMigration;

/// <summary>Moves between a real file and a real server: what comes along beside tasks, and when nothing is moved.</summary>
public sealed partial class StoreMoveTests(OneServer server) : IClassFixture<OneServer>, IDisposable
{
    private static readonly NotifyOptions Notify = new() { Routes = [new(ChannelNames.Slack, Severity.Info)] };

    private static int _stores;

    private readonly TempFolder _folder = new();
    private readonly string _name = $"move-{Interlocked.Increment(ref _stores)}";
    private readonly TestIds _ids = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Sessions_notifications_issues_keys_and_counters_come_along_and_back()
    {
        var session = new LoginState { Profile = "work", State = SessionState.Lost, ConsecutiveFailures = 3, LostAt = SampleTasks.Noon,
            Reason = "401" };
        var issue = new TrackedIssue("session:work", 17, "\"etag\"", SampleTasks.Noon, null, SampleTasks.Noon.AddMinutes(1));
        var key = new StoredKey("ci", ApiKeyStore.HashOf("key-of-ci"), SampleTasks.Noon);
        await using (var store = OpenFile())
        {
            await Logins(new SqliteQueueRecordBackend(store)).WriteAsync(
                async step =>
                {
                    await LoginRecords.ReadAsync(step);
                    await LoginRecords.WriteAsync(step, [new LoginStep(session, [])], 4, SampleTasks.Noon);
                    return true;
                },
                Stop);
            await FillAsync(OutboxIn(new SqliteRecordBackend(store.Tables)));
            await Issues(new SqliteRecordBackend(store.Tables)).PutAsync(issue, Stop);
            await KeysOf(new SqliteRecordBackend(store.Tables)).PutAsync("one", [key], Stop);
            await CountAsync(new SqliteRecordBackend(store.Tables), 4);
        }

        await MoveAsync(toRedis: true);
        await using (var link = await server.LinkAsync(_name))
        await using (var store = await OpenSharedAsync(link))
        {
            Check(session, await Logins(store.Records).ReadAsync(LoginRecords.ReadAsync, Stop));
            await CheckAsync(OutboxIn(store.Records));
            Assert.Equal(issue, Assert.Single(await Issues(store.Records).AllAsync(Stop)));
            Assert.Equal(key, Assert.Single((await KeysOf(store.Records).AllAsync(Stop))["one"]));
            Assert.Equal(4, await CountAsync(store.Records, 3));
            // A process held the id; what comes along is the instance.
            await store.RenewAsync(new Heartbeat("one", "host", 1, null, SampleTasks.Noon, TimeSpan.FromSeconds(20))
            {
                Holder = new InstanceHolder("nonce", "boot", "pids", 1, "/data", 1, 1),
            }, Stop);
        }

        await MoveAsync(toRedis: false);
        await using (var store = OpenFile())
        {
            Check(session, await Logins(new SqliteQueueRecordBackend(store)).ReadAsync(LoginRecords.ReadAsync, Stop));
            await CheckAsync(OutboxIn(new SqliteRecordBackend(store.Tables)));
            Assert.Equal("one", Assert.Single(await store.InstancesAsync(Stop)).Beat.InstanceId);
            Assert.Equal(issue, Assert.Single(await Issues(new SqliteRecordBackend(store.Tables)).AllAsync(Stop)));
            Assert.Equal(key, Assert.Single((await KeysOf(new SqliteRecordBackend(store.Tables)).AllAsync(Stop))["one"]));
            Assert.Equal(7, await CountAsync(new SqliteRecordBackend(store.Tables), 1));
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task A_move_that_waits_longer_than_its_lease_lasts_keeps_it()
    {
        await using var link = await server.LinkAsync(_name);
        await using (var shared = await OpenSharedAsync(link))
        {
            await SubmitAsync(shared);
            await BeatAsync(shared, seconds: 20);
        }

        await MoveAsync(toRedis: false);
        await using var store = OpenFile();
        Assert.Single((await store.ListAsync(new TaskFilter(), Stop)).Items);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(0.5, false)]
    [InlineData(12, true)]
    public async Task A_lease_that_a_killed_move_left_is_waited_for_and_one_that_is_kept_is_not(double longer, bool isKept)
    {
        await using var link = await server.LinkAsync(_name);
        await using (var shared = await OpenSharedAsync(link))
            await SubmitAsync(shared);
        var mover = new QueueKeys(_name, 1).Beside("mover");
        Assert.True(await link.ReadAsync(db => db.LockTakeAsync(mover, "another", TimeSpan.FromSeconds(8)), Stop));
        var told = false;
        var move = MoveAsync(toRedis: false, tell: _ =>
        {
            // A server ends a lease a moment late; whoever is at work makes it longer by far.
            if (!told)
                Assert.True(link.ReadAsync(async db => await db.KeyExpireAsync(
                    mover, await db.KeyTimeToLiveAsync(mover) + TimeSpan.FromSeconds(longer)), Stop).GetAwaiter().GetResult());
            told = true;
        });
        if (isKept)
            Assert.Contains("at work", (await Assert.ThrowsAsync<MigrationRefused>(() => move)).Message, StringComparison.Ordinal);
        else
            await move;
        Assert.True(told);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_there_is_nothing_nothing_is_moved_or_made(bool toRedis)
    {
        await Assert.ThrowsAsync<MigrationRefused>(() => MoveAsync(toRedis, subfolder: "typo"));
        Assert.Equal(!toRedis, Directory.Exists(_folder["typo"]));
        Assert.False(File.Exists(Path.Combine(_folder["typo"], "ccsp.db")));
        await using var link = await server.LinkAsync(_name);
        Assert.False(await link.ReadAsync(db => db.KeyExistsAsync(new QueueKeys(_name, 1).Meta), Stop));
    }

    private static QueueRecords Logins(IQueueRecordBackend records) => new(records, TimeProvider.System);

    private static Outbox OutboxIn(IRecordBackend records) => new(new RecordStore(records, TimeProvider.System), Notify);

    private static SharedApiKeys KeysOf(IRecordBackend records) => new(new RecordStore(records, TimeProvider.System));

    private static IssueStore Issues(IRecordBackend records) => new(new RecordStore(records, TimeProvider.System));

    /// <returns>The number before.</returns>
    private static Task<long> CountAsync(IRecordBackend records, long by) => new RecordStore(records, TimeProvider.System).WriteAsync(
        async step =>
        {
            var before = await step.CounterAsync(new CounterKey("used", "work", 7));
            step.Add(new CounterKey("used", "work", 7), by);
            return before;
        },
        Stop);

    private static void Check(LoginState session, StoredLogins stored)
    {
        Assert.Equal(session, Assert.Single(stored.Items) with { Owed = session.Owed });
        Assert.Equal(4, stored.Cursor);
    }

    /// <summary>One sent, one given up, one that waits.</summary>
    private static async Task FillAsync(Outbox outbox)
    {
        foreach (var key in (string[])["sent", "dead", "waits"])
            await outbox.AddAsync(ChannelNames.Slack, NotificationBench.Notice() with { Key = key, Topic = key }, SampleTasks.Noon, Stop);
        var taken = await outbox.TakeAsync(ChannelNames.Slack, SampleTasks.Noon, 2, Stop);
        await outbox.SettleAsync(taken[0], new DeliveryStep.Done(), SampleTasks.Noon, Stop);
        await outbox.SettleAsync(taken[1], new DeliveryStep.Dead("refused"), SampleTasks.Noon, Stop);
    }

    /// <summary>What was sent is known, and the next number is a new one.</summary>
    private static async Task CheckAsync(Outbox outbox)
    {
        var all = await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Stop);
        Assert.Equal([(3, NotificationState.Waiting), (2, NotificationState.Dead), (1, NotificationState.Sent)],
            all.Select(entry => ((int)entry.Id, entry.State)));
        Assert.False(await outbox.AddAsync(ChannelNames.Slack, NotificationBench.Notice() with { Key = "sent" }, SampleTasks.Noon, Stop));
        Assert.Equal("refused", (await outbox.HealthAsync(Stop))[ChannelNames.Slack].Error);
    }

    private SqliteTaskStore OpenFile() => SqliteTaskStore.Open(_folder["ccsp.db"], new QueueOptions(), new EventHub(), NullLogger.Instance);

    private Task<RedisTaskStore> OpenSharedAsync(RedisLink link) =>
        RedisTaskStore.OpenAsync(link, new QueueKeys(_name, 1), new QueueOptions(), new EventHub(), new RedisClock(TimeProvider.System),
        NullLogger.Instance, Stop);

    private async Task SubmitAsync(ITaskStore store) =>
        Assert.IsType<SubmitOutcome.Accepted>(
        (await store.SubmitAsync(
            new SubmitBatch([Submissions.Submit(_ids.Next(), Submissions.Simple())], Atomic: true, DateTimeOffset.UtcNow), Stop))[0]);

    private async Task MoveAsync(bool toRedis, string? subfolder = null, Action<string>? tell = null)
    {
        tell ??= _ => { };
        await using var embedded =
            SqliteMigrationEndpoint.Take(subfolder is null ? _folder.Path : _folder[subfolder], isLeft: toRedis, TimeProvider.System,
                NullLogger.Instance);
        await using var shared =
            await RedisMigrationEndpoint.TakeAsync(await server.LinkAsync(_name), isLeft: !toRedis, NullLogger.Instance, tell, Stop);
        await (toRedis ? new StoreMigrator(embedded, shared, TimeProvider.System, tell)
            : new StoreMigrator(shared, embedded, TimeProvider.System, tell)).RunAsync(Stop);
    }
}
