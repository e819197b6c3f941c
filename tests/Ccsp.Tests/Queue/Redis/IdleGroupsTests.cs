using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Redis;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>The hashes by group hold nothing of groups that have no task.</summary>
public sealed class IdleGroupsTests(OneServer server) : IClassFixture<OneServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Three_hundred_groups_of_one_task_each_leave_nothing_behind_and_one_that_waits_keeps_its_own()
    {
        await using var link = await server.LinkAsync();
        var keys = new QueueKeys("groups", 1);
        await using var store =
            await RedisTaskStore.OpenAsync(link, keys, new QueueOptions(), new EventHub(), new RedisClock(TimeProvider.System),
                NullLogger.Instance, Stop);
        var ids = new TestIds();
        for (var i = 0; i < 300; i++)
            await SubmitAsync(store, ids.Next(), $"group {i}");
        foreach (var claimed in await store.ClaimAsync(new ClaimRequest("one", 400, 0, 400, 400, SampleTasks.Noon), Stop))
        {
            var task = claimed.Task;
            await store.ConfirmAsync(new RunStarted(task.Id, task.Lease!.Token, 1, 1, "boot", "c", SampleTasks.Noon), Stop);
            var finished = new RunFinished { TaskId = task.Id, Token = task.Lease.Token,
                Ending = SampleTasks.Ending(EndingClass.Succeeded), Jitter = 0.5, Now = SampleTasks.Noon.AddSeconds(3) };
            await store.FinishAsync(finished, Stop);
        }

        Assert.Equal((300, 300), await LengthsAsync(link, keys));
        await SubmitAsync(store, ids.Next(), "group 7");
        for (var i = 0; i < 10; i++)
            await store.SweepAsync(new SweepRequest(SampleTasks.Noon, 0.5, 100, new RetentionOptions()), Stop);
        Assert.Equal(1, (await LengthsAsync(link, keys)).Expected);
        await store.ClearAsync(new ClearFilter(null, null, null, null, "anna", SampleTasks.Noon), null, 10, Stop);
        for (var i = 0; i < 10; i++)
            await store.SweepAsync(new SweepRequest(SampleTasks.Noon, 0.5, 100, new RetentionOptions()), Stop);
        Assert.Equal((0, 0), await LengthsAsync(link, keys));
    }

    private static async Task SubmitAsync(RedisTaskStore store, string id, string group) =>
        Assert.IsType<SubmitOutcome.Accepted>(Assert.Single(await store.SubmitAsync(
            new SubmitBatch([new Submit(new NewTask(id, Submissions.In(group)), "tester", null, null)], Atomic: true, SampleTasks.Noon),
            Stop)));

    private static async Task<(long Finish, long Expected)> LengthsAsync(RedisLink link, QueueKeys keys)
    {
        var lengths = await link.ReadAsync(db => Task.WhenAll(db.HashLengthAsync(keys.Finish), db.HashLengthAsync(keys.Expected)), Stop);
        return (lengths[0], lengths[1]);
    }
}
