using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Storage.Records;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.RedisServers;
using Ccsp.Tests.Notifications;
using Ccsp.Tests.Queue.Redis;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Storage.Records;

/// <summary>A server at its maxmemory refuses new records as it refuses new tasks, and what it has is worked off.</summary>
public sealed class RedisFullTests : IAsyncLifetime
{
    private const string Gate = "profile:work";

    private RedisServer _server = null!;
    private RedisLink _link = null!;
    private Ccsp.Gateway.Queue.Redis.RedisTaskStore _queue = null!;
    private RecordStore _records = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _link = await RedisLink.OpenAsync(
            new RedisOptions { Endpoints = [_server.Endpoint] }, TimeProvider.System, NullLogger.Instance, Cancel);
        _queue = await RedisStores.OpenAsync(_link, "full");
        _records = new RecordStore(_queue.Records, TimeProvider.System);
        await ChangeAsync("there", 1);
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _link.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_step_with_a_new_document_is_refused_wholly_and_applied_once_there_is_memory()
    {
        await Assert.ThrowsAsync<StorageFull>(() => ChangeBothAsync());
        Assert.Equal((1, null, 0, 1, 0), await StateAsync());
        await EmptyAsync();
        await ChangeBothAsync();
        Assert.Equal((2, 2, 1, 1, 1), await StateAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Its_gates_and_events_are_refused_with_it()
    {
        var steps = new QueueRecords(_queue.Records, TimeProvider.System);
        await Assert.ThrowsAsync<StorageFull>(() => LoseAsync("new"));
        Assert.Empty(await _queue.GatesAsync(Cancel));
        Assert.Empty(await _queue.EventsAsync(new EventQuery(null, 0, 100), Cancel));
        // A login that is known is lost all the same.
        await LoseAsync("there");
        Assert.True(Assert.Single(await _queue.GatesAsync(Cancel)).Closed);
        Assert.Equal([EventTypes.GateClosed, "note.written"],
            (await _queue.EventsAsync(new EventQuery(null, 0, 100), Cancel)).Select(stored => stored.Type));

        Task LoseAsync(string id) => steps.WriteAsync(
            async step =>
            {
                await step.FindAsync(Note.Kind, id);
                step.Put(Note.Kind, new Note(id, "home", 9, "lost"));
                await step.GateAsync(Gate);
                step.Change(new GateChange.Close(Gate, Until: null, "lost", "tester", SampleTasks.Noon));
                step.Append("note.written", "{}");
                return true;
            },
            Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_happens_is_still_told()
    {
        var options = new NotifyOptions { Routes = [new ChannelRoute(ChannelNames.Slack, Severity.Info)] };
        var outbox = new Outbox(_records, options);
        Assert.Equal(1, await outbox.RouteAsync([NotificationBench.Notice()], cursor: 7, SampleTasks.Noon, Cancel));
        var taken = Assert.Single(await outbox.TakeAsync(ChannelNames.Slack, SampleTasks.Noon, 1, Cancel));
        await outbox.SettleAsync(taken, new DeliveryStep.Done(), SampleTasks.Noon, Cancel);
        var entry = Assert.Single(await outbox.ListAsync(new OutboxFilter(null, null, 10, null), Cancel));
        Assert.Equal((NotificationState.Sent, 7L), (entry.State, await outbox.CursorAsync(Cancel)));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_there_is_changed_and_removed_beside_steps_that_are_refused()
    {
        var refused = Enumerable.Range(0, 20).Select(i => Record.ExceptionAsync(() => ChangeAsync($"new-{i}", 1)).AsTask()).ToList();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Busy.AgainAsync(() => _records.WriteAsync(
            async step =>
            {
                var note = (await step.FindAsync(Note.Kind, "there"))!;
                step.Put(Note.Kind, note with { DueAt = note.DueAt + 1 });
                step.Add(new CounterKey("used"), 1);
                return true;
            },
            Cancel))));
        Assert.All(await Task.WhenAll(refused), ex => Assert.IsType<StorageFull>(ex));
        Assert.Equal((21, null, 20, 1, 0), await StateAsync());
        await _records.WriteAsync(
            async step =>
            {
                await step.FindAsync(Note.Kind, "there");
                step.Remove(Note.Kind, "there");
                return true;
            },
            Cancel);
        Assert.Equal((null, null, 20, 0, 0), await StateAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task An_instance_that_starts_has_its_own_key_and_publishes_it_once_there_is_memory()
    {
        using var data = new TempFolder();
        var keys = new SharedApiKeys(_records);
        var store = LocalKey.Open(data.Path, TimeProvider.System, keys);
        await store.PublishAsync("one", Cancel);
        Assert.NotNull(store.Find((await File.ReadAllTextAsync(data["local.key"], Cancel)).Trim()));
        Assert.Empty(await keys.AllAsync(Cancel));
        await EmptyAsync();
        await store.KeepPublishedAsync(Cancel);
        Assert.Equal(["one"], (await keys.AllAsync(Cancel)).Keys);
    }

    private Task<string> FillAsync() => _server.CommandAsync("CONFIG", "SET", "maxmemory", "100kb");

    private Task<string> EmptyAsync() => _server.CommandAsync("CONFIG", "SET", "maxmemory", "0");

    private Task<bool> ChangeAsync(string id, long due) => _records.WriteAsync(
        async step =>
        {
            await step.FindAsync(Note.Kind, id);
            step.Put(Note.Kind, new Note(id, "home", due, ""));
            return true;
        },
        Cancel);

    /// <summary>One that is there, one that is new, and a number.</summary>
    private Task<bool> ChangeBothAsync() => _records.WriteAsync(
        async step =>
        {
            await step.FindAsync(Note.Kind, "there");
            await step.FindAsync(Note.Kind, "new");
            step.Put(Note.Kind, new Note("there", "home", 2, ""));
            step.Put(Note.Kind, new Note("new", "work", 2, ""));
            step.Add(new CounterKey("used"), 1);
            return true;
        },
        Cancel);

    private async Task<(long? There, long? New, long Used, long AtHome, long AtWork)> StateAsync() => await _records.ReadAsync(
        async reader => (
            (await reader.FindAsync(Note.Kind, "there"))?.DueAt,
            (await reader.FindAsync(Note.Kind, "new"))?.DueAt,
            await reader.CounterAsync(new CounterKey("used")),
            await reader.CountAsync(Note.Kind, Note.Due, "home"),
            await reader.CountAsync(Note.Kind, Note.Due, "work")),
        Cancel);
}
