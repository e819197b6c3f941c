using Ccsp.Contracts;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue.Sqlite;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Execution;

public sealed class FailoverDutyTests : IDisposable
{
    private readonly SqliteStoreFixture _queue = new();
    private readonly FailoverDuty _duty;

    public FailoverDutyTests()
    {
        var none = new Dictionary<string, string>();
        _duty = new FailoverDuty(_queue.Store, new Dictionary<string, Profile>
        {
            ["default"] = new("default", none),
            ["key-a"] = new("key-a", none) { Failover = ["key-b", "key-c"], ConfigDirectory = "/srv/a" },
            ["key-b"] = new("key-b", none) { ConfigDirectory = "/srv/b" },
            ["key-c"] = new("key-c", none) { ConfigDirectory = "/srv/a" },
        }, new QueueOptions());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Waiting_tasks_of_a_held_profile_move_to_the_first_of_its_list_that_is_open()
    {
        var waiting = await _queue.Add(Submissions.Simple() with { Profile = "key-a" });
        var others = await _queue.Add(Submissions.Simple());
        Assert.Equal(0, await _duty.RunOnceAsync(_queue.Now, Stop));
        await Close("key-a");
        await Close("key-b");
        Assert.Equal(1, await _duty.RunOnceAsync(_queue.Now, Stop));
        Assert.Equal("key-c", (await Read(waiting.Id)).Profile);
        Assert.Equal("default", (await Read(others.Id)).Profile);
        Assert.Contains(await _queue.Claim(10), claimed => claimed.Task.Id == waiting.Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_was_interrupted_goes_on_elsewhere_at_once_and_afresh_where_its_conversation_does_not_lie()
    {
        await _queue.Add(Submissions.Simple() with { Profile = "key-a" });
        var running = await _queue.Start();
        await Close("key-a");
        await _queue.Finish(running, EndingClass.Limit);
        Assert.Equal(1, await _duty.RunOnceAsync(_queue.Now, Stop));
        var moved = (await Read(running.Id));
        Assert.Equal((TaskState.Ready, "key-b", null), (moved.State, moved.Profile, moved.ConversationId));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_conversation_that_must_go_on_moves_only_where_it_lies()
    {
        var bound = await _queue.Add(Submissions.Simple() with { Profile = "key-a", Resume = "5b1c0e5a-0000-4000-8000-000000000001" });
        await Close("key-a");
        Assert.Equal(0, await _duty.RunOnceAsync(_queue.Now, Stop));
        await Close("key-b");
        Assert.Equal(1, await _duty.RunOnceAsync(_queue.Now, Stop));
        Assert.Equal("key-c", (await Read(bound.Id)).Profile);
    }

    [Fact(Timeout = 30_000)]
    public async Task Being_busy_is_no_reason_to_move()
    {
        await _queue.Store.SetGateAsync(new GateChange.Limit("profile:key-a", new GateLimits { Limit = 0 }, "anna", _queue.Now), Stop);
        await _queue.Add(Submissions.Simple() with { Profile = "key-a" });
        Assert.Equal(0, await _duty.RunOnceAsync(_queue.Now, Stop));
    }

    private async Task<AgentTask> Read(string id) => (await _queue.Store.GetAsync(id, Stop))!.Task;

    private async Task Close(string profile) =>
        await _queue.Store.SetGateAsync(new GateChange.Close("profile:" + profile, null, "Limit.", GateActors.Provider, _queue.Now), Stop);
}
