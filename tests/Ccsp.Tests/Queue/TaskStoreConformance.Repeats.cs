using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

/// <summary>What is repeated without being counted: pauses that grow, and engines that are held.</summary>
public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task Three_tasks_in_a_row_that_could_not_run_hold_their_engine()
    {
        await Open();
        await AddMany(20);
        var tasks = await Running(4);
        await Die(tasks[0]);
        await Die(tasks[1]);
        Assert.Null(await EngineGate(gate => gate.Closed ? gate : null));
        var third = await Die(tasks[2]);
        var held = await EngineGate(gate => gate);
        Assert.Equal((true, _now.AddSeconds(15), GateActors.Gateway), (held!.Closed, held.ClosedUntil, held.Actor));
        Assert.StartsWith("3 tasks in a row could not run (", held.Reason, StringComparison.Ordinal);
        // Not the third and none after it pays for the engine.
        Assert.Equal((TaskState.Scheduled, WaitReason.Retry, 0, 0), (third.State, third.WaitReason, third.Runs, third.Retries.Transient));
        var fourth = await Die(tasks[3]);
        Assert.Equal((0, 0), (fourth.Runs, fourth.Retries.Transient));
        Assert.Empty(await Claim());
        Assert.Equal("engine:claude", Assert.Single((await Explain(fourth)).Gates, gate => !gate.Admits).Gate);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_held_engine_is_tried_with_one_run_ever_more_rarely_and_told_of_once()
    {
        await Open();
        await AddMany(20);
        foreach (var task in await Running(4))
            await Die(task);
        foreach (var seconds in (int[])[15, 30, 60, 120, 240, 300, 300])
        {
            Pass(seconds - 1);
            Assert.Empty(await Claim());
            Pass(1);
            var tried = await Confirm(Assert.Single(await Claim()));
            var after = await Die(tried);
            Assert.Equal((TaskState.Scheduled, 0), (after.State, after.Retries.Transient));
        }

        Assert.Equal([EventTypes.GateClosed], await GateEvents());
        Pass(300);
        await Finish(await Confirm(Assert.Single(await Claim())));
        Assert.Equal([EventTypes.GateClosed, EventTypes.GateOpened], await GateEvents());
        Assert.Null((await EngineGate(gate => gate))!.Setbacks);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_task_alone_is_to_blame_itself()
    {
        await Open();
        await Add();
        for (var run = 0; run < 6; run++)
        {
            var task = Assert.Single(await Running(1));
            var after = await Die(task);
            Assert.Equal(run == 5 ? TaskState.Failed : TaskState.Scheduled, after.State);
            Pass(301);
            await Sweep();
        }

        Assert.False((await EngineGate(gate => gate))!.Closed);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_good_run_in_between_clears_the_engine()
    {
        await Open();
        await AddMany(9);
        for (var round = 0; round < 3; round++)
        {
            var tasks = await Running(3);
            await Die(tasks[0]);
            await Die(tasks[1]);
            await Finish(tasks[2], round == 0 ? EndingClass.Crashed : EndingClass.Succeeded);
        }

        Assert.Empty(await GateEvents());
        Assert.Null((await EngineGate(gate => gate))!.Setbacks);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_certainly_cannot_run_holds_its_engine_at_once()
    {
        await Open();
        await Add(Submissions.Simple() with { Retries = 0 });
        var task = Assert.Single(await Running(1));
        var after = await Die(task, EngineFault.Certain, EndingClass.EngineMissing);
        Assert.Equal((TaskState.Scheduled, 0), (after.State, after.Runs));
        Assert.True((await EngineGate(gate => gate))!.Closed);
    }

    /// <summary>It may have been the task that could not run, after it had done something: a program passes its exit code on.</summary>
    [Fact(Timeout = 30_000)]
    public async Task A_suspected_engine_is_held_and_still_no_task_with_a_limit_begins_twice()
    {
        await Open();
        for (var i = 0; i < 3; i++)
            await Add(Submissions.Simple() with { Retries = 0 });
        foreach (var task in await Running(3))
        {
            var after = await Die(task, EngineFault.Suspected, EndingClass.EngineMissing);
            Assert.Equal((TaskState.Failed, FailReason.Retries), (after.State, after.FailReason));
        }

        Assert.True((await EngineGate(gate => gate))!.Closed);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Drained, TaskState.Ready)]
    [InlineData(EndingClass.Limit, TaskState.Scheduled)]
    [InlineData(EndingClass.Lost, TaskState.Scheduled)]
    public async Task A_limit_of_the_submitter_does_not_count_what_was_not_the_end_of_the_run(EndingClass kind, TaskState state)
    {
        await Open();
        await Add(Submissions.Simple() with { Retries = 0 });
        var task = Assert.Single(await Running(1));
        Assert.Equal(state, Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(Finished(task, kind), Stop)).Task.State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_of_the_submitter_counts_runs_of_all_kinds_together()
    {
        await Open();
        await Add(Submissions.Simple() with { Retries = 2 });
        foreach (var (kind, state) in ((EndingClass, TaskState)[])[(EndingClass.Timeout, TaskState.Scheduled),
            (EndingClass.Oom, TaskState.Scheduled), (EndingClass.Network, TaskState.Failed)])
        {
            Assert.Equal(state, (await Die(Assert.Single(await Running(1)), EngineFault.None, kind)).State);
            Pass(301);
            await Sweep();
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_start_without_a_program_holds_its_engine_longer_each_time()
    {
        await Open();
        await Add();
        foreach (var seconds in (int[])[15, 30, 60])
        {
            var claimed = await ClaimOne();
            await GiveBack(claimed, new GateHold("engine:claude", _now, "claude is not on the PATH.", GateActors.Gateway));
            Pass(seconds - 1);
            Assert.Empty(await Claim());
            Pass(1);
        }

        Assert.Equal([EventTypes.GateClosed], await GateEvents());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_person_who_opens_a_held_engine_knows_better()
    {
        await Open();
        await AddMany(9);
        foreach (var task in await Running(3))
            await Die(task);
        await _store.SetGateAsync(new GateChange.Open("engine:claude", "anna", _now), Stop);
        Assert.Null((await EngineGate(gate => gate))!.Setbacks);
        Assert.Equal(6, (await Claim()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_whose_reset_has_passed_holds_its_profile_longer_each_time()
    {
        await Open();
        await Add();
        foreach (var seconds in (int[])[1, 2, 4, 8, 16])
        {
            await Sweep();
            var task = Assert.Single(await Running(1));
            var past = new GateHold("profile:default", _now.AddMinutes(-10), "limit", GateActors.Provider) { Began = _now };
            await _store.FinishAsync(Finished(task, EndingClass.Limit) with { Holds = [past], Jitter = 0 }, Stop);
            Assert.Equal(_now.AddSeconds(seconds), (await ProfileGate()).ClosedUntil);
            Pass(seconds - 0.5);
            Assert.Empty(await Claim());
            Pass((seconds * 0.1) + 0.5);
        }

        await Sweep();
        await Finish(Assert.Single(await Running(1)));
        Assert.Null((await ProfileGate()).Setbacks);
    }

    [Fact(Timeout = 30_000)]
    public async Task Throttles_in_a_row_make_everybody_wait_longer_until_one_run_is_answered()
    {
        await Open();
        await AddMany(12);
        await Throttle();
        foreach (var seconds in (int[])[1, 2, 4, 8])
        {
            Pass(0.2);
            await Throttle();
            Assert.Equal(_now.AddSeconds(seconds), (await ProfileGate()).Setbacks!.Until);
            Pass(seconds - 0.1);
            Assert.Empty(await Claim());
            Pass(0.1);
        }

        await Finish(await Start());
        Assert.Null((await ProfileGate()).Setbacks);
        Assert.Single(await Claim(Request(limit: 1)));
    }

    private async Task Throttle()
    {
        var running = await Start();
        Pass(0.1);
        await Finish(running, EndingClass.Throttled);
    }

    private async Task<IReadOnlyList<AgentTask>> Running(int count)
    {
        List<AgentTask> tasks = [];
        foreach (var claimed in await Claim(Request(limit: count)))
            tasks.Add(await Confirm(claimed));
        return tasks;
    }

    private async Task<AgentTask> Die(AgentTask running, EngineFault fault = EngineFault.Suspected,
        EndingClass kind = EndingClass.Crashed) =>
        Assert.IsType<LeaseOutcome.Applied>(
            await _store.FinishAsync(Finished(running, kind) with { EngineFault = fault, Jitter = 0 }, Stop)).Task;

    private async Task<T?> EngineGate<T>(Func<GateState, T?> read)
        where T : class => (await _store.GatesAsync(Stop)).Where(gate => gate.Name == "engine:claude").Select(read).FirstOrDefault();

    private async Task<GateState> ProfileGate() => Assert.Single(await _store.GatesAsync(Stop), gate => gate.Name == "profile:default");

    private async Task<IReadOnlyList<string>> GateEvents() =>
        [.. (await _store.EventsAsync(new EventQuery(null, 0, 1000), Stop)).Select(stored => stored.Type)
            .Where(type => type is EventTypes.GateClosed or EventTypes.GateOpened)];
}
