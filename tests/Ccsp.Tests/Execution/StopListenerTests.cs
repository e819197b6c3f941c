using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Execution;

/// <summary>A stop reaches its run by its event alone; the heartbeat brings one whose event was lost.</summary>
public sealed class StopListenerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact(Timeout = 60_000)]
    public async Task On_the_embedded_store_a_stop_needs_no_heartbeat()
    {
        using var folder = new TempFolder();
        var hub = new EventHub();
        using var store = SqliteTaskStore.Open(folder["queue.db"], new QueueOptions(), hub, NullLogger.Instance);
        await using var site = new Site(store, hub, "one");
        var (first, second) = (await site.ClaimAsync(1), await site.ClaimAsync(2));
        await store.ChangeAsync(new TaskChange.Cancel(first.TaskId, "anna", Now), Stop);
        var asked = await first.StopAsked.WaitAsync(Stop);
        Assert.Equal((StopReason.Cancel, "anna"), (asked.Reason, asked.Actor));
        Assert.Equal((await store.GetAsync(first.TaskId, Stop))!.Task.Stop, asked);
        Assert.False(second.StopAsked.IsCompleted);
        Assert.Empty(await store.InstancesAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_asked_through_another_instance_reaches_the_run_and_no_other()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var (hubA, hubB) = (new EventHub(), new EventHub());
        await using var storeA = await OpenAsync(link, hubA);
        await using var storeB = await OpenAsync(link, hubB);
        await using var siteA = new Site(storeA, hubA, "a");
        await using var siteB = new Site(storeB, hubB, "b");
        var (run, other) = (await siteA.ClaimAsync(1), await siteB.ClaimAsync(2));
        await storeB.ChangeAsync(new TaskChange.Cancel(run.TaskId, "anna", Now), Stop);
        Assert.Equal("anna", (await run.StopAsked.WaitAsync(Stop)).Actor);
        Assert.False(other.StopAsked.IsCompleted);
        Assert.Empty(await storeA.InstancesAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_emergency_stop_ends_every_run_and_hurries_those_that_take_their_time()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var (hubA, hubB) = (new EventHub(), new EventHub());
        await using var storeA = await OpenAsync(link, hubA);
        await using var storeB = await OpenAsync(link, hubB);
        await using var siteA = new Site(storeA, hubA, "a");
        var run = await siteA.ClaimAsync(1);
        await storeB.EmergencyAsync(new EmergencyChange.Stop(EmergencyMode.Kill, "fire", "anna", Now), Stop);
        Assert.Equal(StopReason.Emergency, (await run.StopAsked.WaitAsync(Stop)).Reason);
        await run.Hurried.WaitAsync(Stop);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_event_of_another_lease_or_that_cannot_be_read_stops_nothing_and_nobody_behind_it()
    {
        using var folder = new TempFolder();
        var hub = new EventHub();
        using var store = SqliteTaskStore.Open(folder["queue.db"], new QueueOptions(), hub, NullLogger.Instance);
        await using var site = new Site(store, hub, "one");
        var (run, next) = (await site.ClaimAsync(1), await site.ClaimAsync(2));
        var stale = new LeaseToken(run.Token.Epoch, run.Token.Nonce + 1);
        var unreadable = Stopping(run.TaskId, stale) with { Data = "{" };
        hub.Publish([Stopping(run.TaskId, stale), unreadable, Stopping(next.TaskId, next.Token)]);
        await next.StopAsked.WaitAsync(Stop);
        Assert.False(run.StopAsked.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stop_whose_event_was_lost_is_brought_by_the_heartbeat()
    {
        await using var server = await RedisServer.StartAsync();
        await using var link = await LinkAsync(server);
        var (heard, deaf) = (new EventHub(), new EventHub());
        await using var store = await OpenAsync(link, heard);
        await using var site = new Site(store, deaf, "a");
        var run = await site.ClaimAsync(1);
        await store.ChangeAsync(new TaskChange.Cancel(run.TaskId, "anna", Now), Stop);
        var beat = new HeartbeatDuty(store, site.Runs, new Instance("a", "host", 1), new HeartbeatOptions(), new SharedLease(null),
            () => new InstanceLoad(Now, 4, null, null, 1, Leads: false), NullLogger<HeartbeatDuty>.Instance);
        Assert.False(run.StopAsked.IsCompleted);
        await beat.RunOnceAsync(Now, Stop);
        Assert.Equal("anna", (await run.StopAsked.WaitAsync(Stop)).Actor);
    }

    private static StoredEvent Stopping(string task, LeaseToken token) => new(
        1, task, 1, EventTypes.TaskStopping, Now, 1, "one", $$"""{"stopReason":"cancel","actor":"anna","token":"{{token}}"}""");

    private static Task<RedisLink> LinkAsync(RedisServer server) =>
        RedisLink.OpenAsync(new RedisOptions { Endpoints = [server.Endpoint] }, TimeProvider.System, NullLogger.Instance, Stop);

    private static Task<RedisTaskStore> OpenAsync(RedisLink link, EventHub hub) => RedisTaskStore.OpenAsync(
        link, new QueueKeys("stops", 1), new QueueOptions(), hub, new RedisClock(TimeProvider.System), NullLogger.Instance, Stop);

    /// <summary>The runs of one instance with a listener and without a heartbeat.</summary>
    private sealed class Site : IAsyncDisposable
    {
        private readonly ITaskStore _store;
        private readonly string _instance;
        private readonly CancellationTokenSource _leaving = new();
        private readonly Task _listening;

        public Site(ITaskStore store, EventHub hub, string instance)
        {
            (_store, _instance) = (store, instance);
            _listening = new StopListener(hub, Runs, NullLogger<StopListener>.Instance).RunAsync(_leaving.Token);
        }

        public ActiveRuns Runs { get; } = new();

        public async Task<ActiveRun> ClaimAsync(int task)
        {
            await _store.SubmitAsync(
                new SubmitBatch([Submissions.Submit(TestIds.Of(task), Submissions.Simple())], Atomic: true, Now), Stop);
            var claimed = Assert.Single(await _store.ClaimAsync(new ClaimRequest(_instance, 4, 0, 4, 4, Now), Stop));
            Assert.True(Runs.TryBegin(claimed, run => Task.Delay(Timeout.Infinite, _leaving.Token)));
            return Runs.Find(claimed.Task.Id)!;
        }

        public async ValueTask DisposeAsync()
        {
            await _leaving.CancelAsync();
            await Task.WhenAny(_listening);
            _leaving.Dispose();
        }
    }
}
