using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue.Redis;
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
        await using var two = await TwoWriters.StartAsync();
        await using var one = new Site(two.One.Store, two.One.Hub, "one");
        await using var another = new Site(two.Other.Store, two.Other.Hub, "other");
        var (run, other) = (await one.ClaimAsync(1), await another.ClaimAsync(2));
        await two.Other.Store.ChangeAsync(new TaskChange.Cancel(run.TaskId, "anna", Now), Stop);
        Assert.Equal("anna", (await run.StopAsked.WaitAsync(Stop)).Actor);
        Assert.False(other.StopAsked.IsCompleted);
        Assert.Empty(await two.One.Store.InstancesAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_emergency_stop_ends_every_run_and_hurries_those_that_take_their_time()
    {
        await using var two = await TwoWriters.StartAsync();
        await using var site = new Site(two.One.Store, two.One.Hub, "one");
        var run = await site.ClaimAsync(1);
        await two.Other.Store.EmergencyAsync(new EmergencyChange.Stop(EmergencyMode.Kill, "fire", "anna", Now), Stop);
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
        await using var two = await TwoWriters.StartAsync();
        var store = two.One.Store;
        await using var site = new Site(store, new EventHub(), "one");
        var run = await site.ClaimAsync(1);
        await store.ChangeAsync(new TaskChange.Cancel(run.TaskId, "anna", Now), Stop);
        var beat = new HeartbeatDuty(store, site.Runs, new Instance("one", "host", 1), new HeartbeatOptions(), new SharedLease(null),
            () => new InstanceLoad(Now, 4, null, null, 1), NullLogger<HeartbeatDuty>.Instance);
        Assert.False(run.StopAsked.IsCompleted);
        await beat.RunOnceAsync(Now, Stop);
        Assert.Equal("anna", (await run.StopAsked.WaitAsync(Stop)).Actor);
    }

    private static StoredEvent Stopping(string task, LeaseToken token) => new(
        1, task, 1, EventTypes.TaskStopping, Now, 1, "one", $$"""{"stopReason":"cancel","actor":"anna","token":"{{token}}"}""");

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
            await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _leaving.Dispose();
        }
    }
}
