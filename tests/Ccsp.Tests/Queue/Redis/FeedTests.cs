using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>What one instance commits the others hear in order, whether it is published whole or only told of.</summary>
public sealed class FeedTests(OneServer server) : IClassFixture<OneServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData(3)]
    // Too long to be published: the listener is told and reads.
    [InlineData(1_000)]
    public async Task A_commit_is_heard_by_another_instance_after_any_silence(int tasks)
    {
        await using var link = await server.LinkAsync();
        var keys = new QueueKeys($"feed-{tasks}", 1);
        var clock = new TestClock();
        var hub = new EventHub();
        await using var listening =
            await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), hub, new RedisClock(clock), NullLogger.Instance, Stop);
        await using var speaking =
            await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), new EventHub(), new RedisClock(TimeProvider.System),
                NullLogger.Instance, Stop);
        using var subscription = hub.Subscribe(taskId: null, capacity: tasks);
        for (var i = 0; i < 5; i++)
        {
            await Until.TrueAsync(() => Task.FromResult(clock.ArmedTimers == 1), "the listener to wait");
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Until.TrueAsync(() => Task.FromResult(clock.ArmedTimers == 1), "the listener to wait");
        var ids = new TestIds();
        var items = Enumerable.Range(0, tasks).Select(_ => new Submit(new NewTask(ids.Next(), Submissions.Simple()), "tester", null, null))
            .ToList();
        await speaking.SubmitAsync(new SubmitBatch(items, Atomic: true, SampleTasks.Noon), Stop);
        if (tasks > 3)
        {
            // It waits a moment for what may be on its way, then looks.
            await Until.TrueAsync(() => Task.FromResult(clock.ArmedTimers == 2), "the listener to miss something");
            clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        for (var i = 1; i <= tasks; i++)
            Assert.Equal(i, (await subscription.Events.ReadAsync(Stop)).Seq);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_the_feed_tells_of_deleted_tasks_is_taken_out_of_it()
    {
        await using var link = await server.LinkAsync();
        var keys = new QueueKeys("feed-trim", 1);
        await using var store =
            await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), new EventHub(), new RedisClock(TimeProvider.System),
                NullLogger.Instance, Stop);
        var ids = new TestIds();
        List<string> all = [];
        for (var i = 0; i < 12; i++)
        {
            all.Add(ids.Next());
            await store.SubmitAsync(
                new SubmitBatch([new Submit(new NewTask(all[i], Submissions.Simple()), "tester", null, null)], Atomic: true,
                SampleTasks.Noon), Stop);
        }

        // The first one stays, between it and the last one all go.
        foreach (var id in all[1..11])
            await store.ChangeAsync(new TaskChange.Cancel(id, "anna", SampleTasks.Noon), Stop);
        await store.SweepAsync(new SweepRequest(SampleTasks.Noon, 0.5, 100, new RetentionOptions { MaximumCount = 0 }), Stop);
        Assert.Equal(2, await link.ReadAsync(db => db.StreamLengthAsync(keys.Feed), Stop));
        Assert.Equal([all[0], all[11]],
            (await store.EventsAsync(new EventQuery(null, 0, 100), Stop)).Select(storedEvent => storedEvent.TaskId));
    }
}
