using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 60_000)]
    public async Task The_instance_that_sweeps_is_alive_whatever_a_jump_of_the_clock_makes_of_its_heartbeat()
    {
        await Open();
        await Add();
        await Beat("one");
        await Beat("two");
        var own = await Start("one");
        _now += TimeSpan.FromHours(3);
        var report = await _store.SweepAsync(new SweepRequest(_now, 0.5, 100, new RetentionOptions()) { Sweeper = "one" }, Stop);
        Assert.Equal(0, report.Lost);
        Assert.Equal((TaskState.Running, own.Lease!.Token), ((await Now(own)).State, (await Now(own)).Lease!.Token));
        Assert.Equal(["two"],
            (await _store.InstancesAsync(Stop)).Where(instance => instance.Lost).Select(instance => instance.Beat.InstanceId));
        Assert.Empty(report.LostRuns);
        report = await _store.SweepAsync(new SweepRequest(_now, 0.5, 100, new RetentionOptions()) { Sweeper = "two" }, Stop);
        Assert.Equal(1, report.Lost);
        var lost = Assert.Single(report.LostRuns);
        Assert.Equal((own.Id, own.Lease.Token, own.StartedAt), (lost.Before.Id, lost.Before.Lease?.Token, lost.Before.StartedAt));
        Assert.Equal((EndingClass.Lost, (await Now(own)).State), (lost.After.Ending?.Class, lost.After.State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_confirmed_run_counts_and_has_a_row_with_its_process()
    {
        await Open();
        await Add();
        Pass(2);
        var running = await Start();
        Assert.Equal((TaskState.Running, 1, 1, _now, "c-1"),
            (running.State, running.Runs, running.LastRun, running.StartedAt, running.ConversationId));
        var run = Assert.Single(await _store.RunsAsync(running.Id, Stop));
        Assert.Equal((1, 1, "one", 4711, 99L, "boot", "c-1", _now),
            (run.Number, run.Generation, run.InstanceId, run.Pid, run.StartTime, run.BootId, run.ConversationId, run.StartedAt));
        Assert.Null(run.EndedAt);
    }

    [Fact(Timeout = 30_000)]
    public async Task Only_the_current_token_writes()
    {
        await Open();
        await Add();
        var stale = await ClaimOne();
        await GiveBack(stale);
        var current = await ClaimOne();
        Assert.IsType<LeaseOutcome.Lost>(await TryConfirm(stale));
        Assert.IsType<LeaseOutcome.Lost>(await TryFinish(stale));
        Assert.IsType<LeaseOutcome.Lost>(await TryGiveBack(stale));
        Assert.Equal(current, await Now(current) with { Usage = current.Usage });
        await Confirm(current);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_write_for_an_unknown_task_has_lost_its_lease()
    {
        await Open();
        var stranger = SampleTasks.Task(TaskState.Running);
        Assert.IsType<LeaseOutcome.Lost>(await TryConfirm(stranger));
        Assert.IsType<LeaseOutcome.Lost>(await TryFinish(stranger));
        Assert.IsType<LeaseOutcome.Lost>(await TryGiveBack(stranger));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stale_write_closes_no_gate()
    {
        await Open();
        await Add();
        var stale = await ClaimOne();
        await GiveBack(stale);
        await TryGiveBack(stale, new GateHold("engine:claude", null, "Missing.", "gateway"));
        Assert.Empty(await _store.GatesAsync(Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_start_cannot_be_confirmed_twice()
    {
        await Open();
        await Add();
        var running = await Start();
        Assert.IsType<LeaseOutcome.Refused>(await TryConfirm(running));
        Assert.Equal(1, (await Now(running)).Runs);
        Assert.Single(await _store.RunsAsync(running.Id, Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_asked_before_the_start_is_confirmed_refuses_it()
    {
        await Open();
        await Add();
        var starting = await ClaimOne();
        await Cancel(starting);
        var refused = Assert.IsType<LeaseOutcome.Refused>(await TryConfirm(starting));
        Assert.Equal((TaskState.Stopping, StopReason.Cancel), (refused.Task.State, refused.Task.Stop!.Reason));
        Assert.Empty(await _store.RunsAsync(starting.Id, Stop));
        Assert.Equal(TaskState.Cancelled, (await GiveBack(starting)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_given_back_keeps_its_place_and_its_run_number()
    {
        await Open();
        var first = await Add();
        Pass(1);
        await Add();
        var claimed = await ClaimOne();
        Pass(10);
        var back = await GiveBack(claimed);
        Assert.Equal((TaskState.Ready, first.ReadyAt, 0, 0), (back.State, back.ReadyAt, back.Runs, back.LastRun));
        Assert.Null(back.Lease);
        var again = await ClaimOne();
        Assert.Equal((first.Id, 1), (again.Id, again.Lease!.Run));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_confirmed_run_cannot_be_given_back()
    {
        await Open();
        await Add();
        var running = await Start();
        Assert.IsType<LeaseOutcome.Refused>(await TryGiveBack(running, new GateHold("engine:claude", null, "Missing.", "gateway")));
        Assert.Equal(TaskState.Running, (await Now(running)).State);
        Assert.Empty(await _store.GatesAsync(Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task Giving_back_for_a_missing_engine_closes_the_engine_in_the_same_step()
    {
        await Open();
        await Add();
        await Add();
        await GiveBack(await ClaimOne(), new GateHold("engine:claude", null, "The program is missing.", "gateway"));
        Assert.Empty(await Claim());
        var gate = Assert.Single(await _store.GatesAsync(Stop));
        Assert.Equal(("engine:claude", true, "The program is missing."), (gate.Name, gate.Closed, gate.Reason));
        Assert.Equal(EventTypes.GateClosed, Assert.Single(await SystemEvents()).Type);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_instance_finds_its_leases_again_and_nobody_elses()
    {
        await Open();
        for (var i = 0; i < 3; i++)
            await Add(Submissions.Simple($"Number {i}."));
        var starting = await ClaimOne("one");
        var running = await Start("one");
        await ClaimOne("two");
        await Change(new TaskChange.Stop(running.Id, StopReason.Drain, "gateway", _now));
        var mine = await _store.LeasesAsync("one", Stop);
        Assert.Equal([starting.Id, running.Id], mine.Select(task => task.Task.Id));
        Assert.Equal(["Number 0.", "Number 1."], mine.Select(task => task.Spec.Prompt));
        Assert.Equal([starting.Lease, running.Lease], mine.Select(task => task.Task.Lease));
        Assert.Empty(await _store.LeasesAsync("three", Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_heartbeat_brings_the_stops_of_this_instance()
    {
        await Open();
        await Add();
        await Add();
        var mine = await Start("one");
        var theirs = await Start("two");
        Assert.Empty((await Beat("one")).Stops);
        await Cancel(mine);
        await Cancel(theirs);
        var order = Assert.Single((await Beat("one")).Stops);
        Assert.Equal((mine.Id, mine.Lease!.Token, StopReason.Cancel, "anna"),
            (order.TaskId, order.Token, order.Stop.Reason, order.Stop.Actor));
        await Finish(mine, EndingClass.Cancelled);
        Assert.Empty((await Beat("one")).Stops);
    }

    [Fact(Timeout = 30_000)]
    public async Task Leases_live_as_long_as_their_instance_is_heard()
    {
        await Open();
        await Add();
        await Beat();
        var running = await Start();
        for (var i = 0; i < 10; i++)
        {
            Pass(15);
            await Beat();
            Assert.Equal(0, (await Sweep()).Lost);
        }

        Pass(21);
        Assert.Equal(1, (await Sweep()).Lost);
        var lost = await Now(running);
        Assert.Equal((TaskState.Scheduled, WaitReason.Retry, 1), (lost.State, lost.WaitReason, lost.Retries.Lost));
        Assert.Null(lost.Lease);
        Assert.IsType<LeaseOutcome.Lost>(await TryFinish(running));
        var run = Assert.Single(await _store.RunsAsync(running.Id, Stop));
        Assert.Equal((EndingClass.Lost, _now), (run.Ending!.Class, run.EndedAt));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_lease_of_an_instance_that_was_never_heard_lasts_twenty_seconds()
    {
        await Open();
        await Add();
        await ClaimOne();
        Pass(19);
        Assert.Equal(0, (await Sweep()).Lost);
        Pass(2);
        Assert.Equal(1, (await Sweep()).Lost);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_silence_of_one_instance_costs_no_other_its_leases()
    {
        await Open();
        await Add();
        await Add();
        await Beat("one");
        await Beat("two");
        var silent = await Start("one");
        var heard = await Start("two");
        Pass(15);
        await Beat("two");
        Pass(10);
        Assert.Equal(1, (await Sweep()).Lost);
        Assert.Equal((TaskState.Scheduled, TaskState.Running), ((await Now(silent)).State, (await Now(heard)).State));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_the_user_stopped_is_cancelled_when_its_instance_is_lost()
    {
        await Open();
        await Add();
        await Beat();
        var running = await Start();
        await Cancel(running);
        Pass(21);
        await Sweep();
        Assert.Equal(TaskState.Cancelled, (await Now(running)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_lost_too_often_fails_as_lost()
    {
        await Open();
        var task = await Add();
        for (var i = 0; i < 4; i++)
        {
            await ClaimOne();
            Pass(21);
            await Sweep();
            Pass(400);
            await Sweep();
        }

        var failed = await Now(task);
        Assert.Equal((TaskState.Failed, FailReason.Lost, 4, 0), (failed.State, failed.FailReason, failed.Retries.Lost, failed.Runs));
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_instance_is_listed_with_its_latest_heartbeat_and_its_live_leases()
    {
        await Open();
        await Add();
        await Add();
        await Beat("two");
        await Beat("one");
        var run = await Start("two");
        await Start("one");
        Assert.Equal([("one", 1), ("two", 1)],
            (await _store.InstancesAsync(Stop)).Select(record => (record.Beat.InstanceId, record.Leases)));
        Pass(5);
        var beat = new Heartbeat("two", "elsewhere", 7, null, _now, TimeSpan.FromSeconds(20),
            new InstanceLoad(_now, 4, 12.5, null, 1 << 20, Shortage: "no room"));
        await _store.RenewAsync(beat, Stop);
        await Finish(run);
        Pass(18);
        await Sweep();

        var all = await _store.InstancesAsync(Stop);
        Assert.Equal([("one", true, 0), ("two", false, 0)], all.Select(record => (record.Beat.InstanceId, record.Lost, record.Leases)));
        Assert.Equal(beat, all[1].Beat);
        Assert.Equal((true, false), (all[1].IsLiveAt(_now), all[0].IsLiveAt(_now)));
    }
}
