using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task The_life_of_a_task_is_told_without_a_gap()
    {
        await Open();
        var task = await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(1) });
        Pass(2);
        await Sweep();
        await GiveBack(await ClaimOne());
        await Finish(await Start(), EndingClass.Network);
        Pass(300);
        await Sweep();
        var running = await Start();
        await Change(new TaskChange.Stop(running.Id, StopReason.Timeout, "gateway", _now));
        await Finish(running);
        var events = await EventsOf(task);
        Assert.Equal(
            [
                EventTypes.TaskScheduled, EventTypes.TaskReady, EventTypes.TaskStarting, EventTypes.TaskRequeued, EventTypes.TaskStarting,
                    EventTypes.TaskStarted,
                EventTypes.TaskRequeued, EventTypes.TaskReady, EventTypes.TaskStarting, EventTypes.TaskStarted, EventTypes.TaskStopping,
                    EventTypes.TaskCompleted,
            ],
            events.Select(stored => stored.Type));
        Assert.Equal(Enumerable.Range(1, 12), events.Select(stored => stored.TaskSeq!.Value));
        Assert.Equal([null, null, 1, 1, 1, 1, 1, null, 2, 2, 2, 2], events.Select(stored => stored.Run));
        Assert.All(events, stored => Assert.Equal(task.Id, stored.TaskId));
        Assert.Equal(12, (await Now(task)).EventCount);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_event_carries_its_data_time_and_instance()
    {
        await Open();
        var task = await Add(Submissions.In("g", Priority.High));
        Pass(3);
        await Start("one");
        var events = await EventsOf(task);
        var enqueued = JsonDocument.Parse(events[0].Data).RootElement;
        Assert.Equal(("ready", "high", "g"),
            (enqueued.GetProperty("state").GetString(), enqueued.GetProperty("priority").GetString(),
            enqueued.GetProperty("group").GetString()));
        Assert.False(enqueued.TryGetProperty("from", out _));
        var started = JsonDocument.Parse(events[2].Data).RootElement;
        Assert.Equal(("starting", "running", 4711),
            (started.GetProperty("from").GetString(), started.GetProperty("state").GetString(), started.GetProperty("pid").GetInt32()));
        Assert.Equal((_now, "one"), (events[2].At, events[2].InstanceId));
    }

    [Fact(Timeout = 30_000)]
    public async Task All_events_are_in_one_growing_order_and_can_be_read_on_from_any_number()
    {
        await Open();
        var a = await Add();
        var b = await Add();
        await Cancel(a);
        await Hold(GateNames.Queue);
        await Cancel(b);
        var all = await _store.EventsAsync(new EventQuery(null, 0, 100), Stop);
        Assert.Equal([a.Id, b.Id, a.Id, null, b.Id], all.Select(stored => stored.TaskId));
        Assert.Equal(all.Select(stored => stored.Seq).Order().Distinct(), all.Select(stored => stored.Seq));
        Assert.Equal(all.Skip(2).Take(2), await _store.EventsAsync(new EventQuery(null, all[1].Seq, 2), Stop));
        Assert.Empty(await _store.EventsAsync(new EventQuery(null, all[^1].Seq, 100), Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task Events_of_one_task_can_be_read_on_from_any_number()
    {
        await Open();
        var task = await Add();
        await Add();
        await Finish(await Start());
        var page = await _store.EventsAsync(new EventQuery(task.Id, 1, 2), Stop);
        Assert.Equal([2, 3], page.Select(stored => stored.TaskSeq!.Value));
        Assert.Equal(4, Assert.Single(await _store.EventsAsync(new EventQuery(task.Id, 3, 100), Stop)).TaskSeq);
        Assert.Empty(await _store.EventsAsync(new EventQuery("nobody", 0, 100), Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_is_refused_or_lost_or_repeated_writes_no_event()
    {
        await Open();
        var task = Assert.IsType<SubmitOutcome.Accepted>(await TryAdd(Submissions.Simple(), "k", "h")).Task;
        await TryAdd(Submissions.Simple(), "k", "h");
        await TryAdd(Submissions.Simple(), "k", "other");
        await TryChange(new TaskChange.Approve(task.Id, "anna", _now));
        await TryFinish(task with { Lease = new Lease("one", SampleTasks.Token, 1, _now, 0) });
        await Sweep();
        Assert.Single(await _store.EventsAsync(new EventQuery(null, 0, 100), Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task Pausing_and_gates_are_told_with_the_state_of_the_gate()
    {
        await Open();
        await Hold(GateNames.Queue);
        await Release(GateNames.Queue);
        await Hold("profile:work", _now.AddHours(1));
        await Release("profile:work");
        await Limit("profile:work", 4);
        var events = await SystemEvents();
        Assert.Equal([EventTypes.QueuePaused, EventTypes.QueueResumed, EventTypes.GateClosed, EventTypes.GateOpened,
            EventTypes.GateChanged], events.Select(stored => stored.Type));
        Assert.All(events, stored => Assert.Null(stored.TaskSeq));
        var closed = JsonDocument.Parse(events[2].Data).RootElement;
        Assert.Equal(("profile:work", true, "anna"),
            (closed.GetProperty("name").GetString(), closed.GetProperty("closed").GetBoolean(), closed.GetProperty("actor").GetString()));
        Assert.Equal(4, JsonDocument.Parse(events[4].Data).RootElement.GetProperty("limit").GetInt32());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_instance_joins_once_and_again_after_it_was_lost()
    {
        await Open();
        await Beat();
        Pass(5);
        await Beat();
        Pass(21);
        await Sweep();
        await Sweep();
        await Beat();
        var events = await SystemEvents();
        Assert.Equal([EventTypes.InstanceJoined, EventTypes.InstanceLost, EventTypes.InstanceJoined], events.Select(stored => stored.Type));
        Assert.All(events, stored => Assert.Equal("one", stored.InstanceId));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_numbers_of_a_retried_task_go_on()
    {
        await Open();
        var task = await Add();
        await Cancel(task);
        await RetryByHand(task);
        await Finish(await Start());
        Assert.Equal(Enumerable.Range(1, 6), (await EventsOf(task)).Select(stored => stored.TaskSeq!.Value));
    }
}
