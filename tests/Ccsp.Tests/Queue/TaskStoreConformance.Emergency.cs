using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Theory(Timeout = 30_000)]
    [InlineData(EmergencyMode.Hold)]
    [InlineData(EmergencyMode.Drain)]
    [InlineData(EmergencyMode.Kill)]
    public async Task Nothing_is_claimed_while_an_emergency_stop_stands(EmergencyMode mode)
    {
        await Open();
        await Add(Submissions.In("g", Priority.Urgent));
        Assert.True((await Halt(mode)).Changed);
        Assert.Empty(await Claim());
        await Sweep();
        Assert.Empty(await Claim());
        Assert.True((await Unhalt()).Changed);
        Assert.Single(await Claim());
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EmergencyMode.Hold)]
    [InlineData(EmergencyMode.Drain)]
    [InlineData(EmergencyMode.Kill)]
    public async Task A_start_that_was_not_confirmed_before_the_stop_never_is(EmergencyMode mode)
    {
        await Open();
        var task = await Add();
        var starting = await ClaimOne();
        await Halt(mode);
        Assert.IsType<LeaseOutcome.Refused>(await TryConfirm(starting));
        var back = await GiveBack(starting);
        Assert.Equal((TaskState.Ready, task.ReadyAt, 0), (back.State, back.ReadyAt, back.Runs));
        Assert.Equal(new EmergencyRuns(1, Stopped: 1), Assert.Single(await Receipt()).Value);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_that_is_over_when_the_store_hears_of_it_is_kept_as_the_last_one_and_ends_none_that_stands()
    {
        await Open();
        await Add();
        var running = await Start();
        Assert.True((await Past("first")).Changed);
        Assert.Equal(TaskState.Running, (await Now(running)).State);
        Assert.Equal(("first", false), ((await _store.EmergencyNowAsync(Stop))!.Reason, (await _store.EmergencyNowAsync(Stop))!.Stands));
        Assert.False((await Past("first again")).Changed);

        _now = _now.AddSeconds(1);
        await Halt(EmergencyMode.Hold);
        _now = _now.AddSeconds(1);
        Assert.False((await Past("while one stands")).Changed);
        Assert.True((await _store.EmergencyNowAsync(Stop))!.Stands);
        await Unhalt();
        Assert.True((await Past("later")).Changed);
        await Add();
        Assert.Single(await Claim());

        Task<EmergencyOutcome> Past(string reason) => _store.EmergencyAsync(
            new EmergencyChange.Past(
                new EmergencyState
                {
                    Mode = EmergencyMode.Kill, Reason = reason, Actor = "anna", Since = _now, ClearedAt = _now, ClearedBy = "bert",
                    Instances = new Dictionary<string, EmergencyRuns>(),
                },
                "anna",
                _now),
            Stop);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_a_stop_ended_without_a_lease_stands_on_its_receipt_and_on_no_other()
    {
        await Open();
        await Add();
        await Start();
        await Halt(EmergencyMode.Kill);
        var since = (await _store.EmergencyNowAsync(Stop))!.Since;
        Assert.True((await Unleased("one", since)).Changed);
        Assert.True((await Unleased("elsewhere", since)).Changed);
        Assert.False((await Unleased("elsewhere", since.AddSeconds(-1))).Changed);
        Assert.Equal((new EmergencyRuns(3, Stopped: 2), new EmergencyRuns(2, Stopped: 2)),
            ((await Receipt())["one"], (await Receipt())["elsewhere"]));
        Assert.Null((await _store.EmergencyNowAsync(Stop))!.StoppedAt);
        await Unhalt();
        Assert.True((await Unleased("elsewhere", since)).Changed);
        var last = (await _store.EmergencyNowAsync(Stop))!;
        Assert.Equal((4, false), (last.Instances["elsewhere"].Stopped, last.Stands));

        Task<EmergencyOutcome> Unleased(string instance, DateTimeOffset stop) =>
            _store.EmergencyAsync(new EmergencyChange.Unleased(instance, 2, stop, _now), Stop);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stranger_to_the_lease_learns_that_it_is_lost_also_while_the_stop_stands()
    {
        await Open();
        await Add();
        var starting = await ClaimOne();
        await Halt(EmergencyMode.Hold);
        Assert.IsType<LeaseOutcome.Lost>(await TryConfirm(starting with { Lease = starting.Lease! with { Token = new LeaseToken(9, 9) } }));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_kill_asks_every_lease_of_every_instance_to_stop_in_the_same_step()
    {
        await Open();
        for (var i = 0; i < 3; i++)
            await Add();
        var (one, two) = (await Start("one"), await Start("two"));
        var starting = await ClaimOne("two");
        Assert.False((await Beat("one")).Kill);
        await Halt(EmergencyMode.Kill);
        foreach (var task in new[] { one, two, starting })
            Assert.Equal((TaskState.Stopping, StopReason.Emergency, "anna"),
                ((await Now(task)).State, (await Now(task)).Stop!.Reason, (await Now(task)).Stop!.Actor));
        var renewal = await Beat("two");
        Assert.True(renewal.Kill);
        Assert.Equal(Ids([two, starting]).Order(), renewal.Stops.Select(order => order.TaskId).Order());
        Assert.True((await Beat("one")).Kill);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EmergencyMode.Hold)]
    [InlineData(EmergencyMode.Drain)]
    public async Task Runs_go_on_under_the_milder_modes(EmergencyMode mode)
    {
        await Open();
        await Add();
        var running = await Start();
        await Halt(mode);
        Assert.Equal(TaskState.Running, (await Now(running)).State);
        var renewal = await Beat();
        Assert.False(renewal.Kill);
        Assert.Empty(renewal.Stops);
        Assert.Equal(TaskState.Succeeded, (await Finish(running)).State);
        Assert.Equal(new EmergencyRuns(1, Finished: 1), Assert.Single(await Receipt()).Value);
        Assert.Equal(mode == EmergencyMode.Drain, (await _store.EmergencyNowAsync(Stop))!.StoppedAt == _now);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stopped_run_does_not_count_and_its_task_keeps_its_place_and_its_conversation()
    {
        await Open();
        var first = await Add(Submissions.In("g"));
        Pass(1);
        var second = await Add(Submissions.In("g"));
        var running = await Start();
        Assert.Equal(first.Id, running.Id);
        Pass(5);
        await Halt(EmergencyMode.Kill);
        var back = await Finish(await Now(running), EndingClass.Drained);
        Assert.Equal((TaskState.Ready, first.ReadyAt, 0, 1, "c-1"),
            (back.State, back.ReadyAt, back.Runs, back.LastRun, back.ConversationId));
        Assert.Equal(default, back.Retries);
        await Unhalt();
        Assert.Equal([first.Id, second.Id], Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_receipt_tells_per_instance_who_was_stopped_finished_or_lost()
    {
        await Open();
        for (var i = 0; i < 5; i++)
            await Add();
        var mine = new[] { await Start("one"), await Start("one"), await Start("one") };
        await Start("two");
        await ClaimOne("two");
        await Beat("one");
        await Beat("two");
        await Halt(EmergencyMode.Kill);
        Assert.Equal([new EmergencyRuns(3), new EmergencyRuns(2)],
            (await Receipt()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        await Finish(await Now(mine[0]), EndingClass.Drained);
        await Finish(await Now(mine[1]));
        Assert.Null((await _store.EmergencyNowAsync(Stop))!.StoppedAt);
        await Beat("one");
        Pass(15);
        await Beat("one");
        Pass(6);
        await Sweep();
        await Finish(await Now(mine[2]), EndingClass.Cancelled);
        var stopped = (await _store.EmergencyNowAsync(Stop))!;
        Assert.Equal(new EmergencyRuns(3, Stopped: 1, Finished: 2), stopped.Instances["one"]);
        Assert.Equal(new EmergencyRuns(2, Lost: 2), stopped.Instances["two"]);
        Assert.Equal((0, _now), (stopped.Survivors, stopped.StoppedAt));
        Assert.Equal([EventTypes.EmergencyStop, EventTypes.EmergencyStopped], await EmergencyEvents());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_second_order_is_told_that_the_stop_stands_and_a_lower_one_never_lowers_it()
    {
        await Open();
        var first = (await Halt(EmergencyMode.Drain)).State;
        foreach (var mode in new[] { EmergencyMode.Drain, EmergencyMode.Hold })
        {
            var again = await Halt(mode, "Me too.", "ben");
            Assert.False(again.Changed);
            Assert.Equal((first!.Mode, "Fire.", "anna"), (again.State!.Mode, again.State.Reason, again.State.Actor));
        }

        Assert.Equal([EventTypes.EmergencyStop], await EmergencyEvents());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stop_goes_further_and_tells_who_took_it_there()
    {
        await Open();
        await Add();
        var running = await Start();
        await Halt(EmergencyMode.Hold);
        Assert.Null((await _store.EmergencyNowAsync(Stop))!.StoppedAt);
        Pass(1);
        var raised = await Halt(EmergencyMode.Kill, "Still burning.", "ben");
        Assert.Equal((true, EmergencyMode.Kill, "anna"), (raised.Changed, raised.State!.Mode, raised.State.Actor));
        Assert.Equal(new EmergencyRaise("Still burning.", "ben", _now), raised.State.Raised);
        Assert.Equal(TaskState.Stopping, (await Now(running)).State);
        await Finish(await Now(running), EndingClass.Drained);
        Assert.Equal([EventTypes.EmergencyStop, EventTypes.EmergencyStop, EventTypes.EmergencyStopped], await EmergencyEvents());
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_many_orders_at_once_exactly_one_begins_the_stop()
    {
        await Open();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(number =>
            Task.Run(() => _store.EmergencyAsync(new EmergencyChange.Stop(EmergencyMode.Kill, "Fire.", $"caller {number}", _now), Stop),
                Stop)));
        Assert.Single(outcomes, outcome => outcome.Changed);
        Assert.Single(outcomes.Select(outcome => outcome.State!.Actor).Distinct());
        Assert.Equal([EventTypes.EmergencyStop], await EmergencyEvents());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_clear_without_a_stop_changes_nothing_and_the_next_stop_starts_a_new_receipt()
    {
        await Open();
        Assert.Equal((null, false), await UnhaltTold());
        await Add();
        var running = await Start();
        await Halt(EmergencyMode.Kill);
        await Finish(await Now(running), EndingClass.Drained);
        await Unhalt();
        Assert.False((await Unhalt()).Changed);
        Pass(1);
        var second = (await Halt(EmergencyMode.Kill)).State!;
        Assert.Empty(second.Instances);
        Assert.Equal((_now, _now), (second.Since, second.StoppedAt));
    }

    private Task<EmergencyOutcome> Halt(EmergencyMode mode, string reason = "Fire.", string actor = "anna") =>
        _store.EmergencyAsync(new EmergencyChange.Stop(mode, reason, actor, _now), Stop);

    private Task<EmergencyOutcome> Unhalt() => _store.EmergencyAsync(new EmergencyChange.Clear("anna", _now), Stop);

    private async Task<(EmergencyState? State, bool Changed)> UnhaltTold()
    {
        var outcome = await Unhalt();
        return (outcome.State, outcome.Changed);
    }

    private async Task<IReadOnlyDictionary<string, EmergencyRuns>> Receipt() => (await _store.EmergencyNowAsync(Stop))!.Instances;

    private async Task<IReadOnlyList<string>> EmergencyEvents() =>
        [.. (await SystemEvents()).Select(stored => stored.Type).Where(type => type.StartsWith("emergency.", StringComparison.Ordinal))];
}
