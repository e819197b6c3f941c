using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task A_paused_queue_gives_nothing_until_it_is_resumed()
    {
        await Open();
        await Add();
        await Hold(GateNames.Queue);
        Assert.Empty(await Claim());
        await Release(GateNames.Queue);
        Assert.Single(await Claim());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("class:high")]
    [InlineData("group:a")]
    [InlineData("engine:shell")]
    [InlineData("profile:work")]
    [InlineData("dir:/srv/a")]
    public async Task A_closed_gate_stops_the_tasks_that_use_it_and_nobody_else(string gate)
    {
        await Open();
        var uses = await Add(Submissions.In("a", Priority.High) with { Engine = "shell", Profile = "work", WorkingDirectory = "/srv/a" });
        var others = await Add(Submissions.In("b") with { WorkingDirectory = "/srv/b" });
        await Hold(gate);
        Assert.Equal(Ids([others]), Ids(await Claim()));
        await Release(gate);
        Assert.Equal(Ids([uses]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_closed_gate_delays_nobody_else_in_the_same_group()
    {
        await Open();
        var held = await Add(Submissions.In("g") with { Profile = "work" });
        var free = await Add(Submissions.In("g"));
        await Hold("profile:work");
        Assert.Equal(Ids([free]), Ids(await Claim()));
        await Release("profile:work");
        Assert.Equal(Ids([held]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hold_with_a_time_opens_by_itself_even_if_nobody_sweeps()
    {
        await Open();
        await Add();
        await Hold("profile:default", _now.AddSeconds(30));
        Pass(29.999);
        Assert.Empty(await Claim());
        Pass(0.001);
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_sweep_opens_holds_whose_time_has_passed_and_says_so()
    {
        await Open();
        await Hold("profile:work", _now.AddSeconds(30));
        Pass(31);
        await Sweep();
        var state = Assert.Single(await _store.GatesAsync(Stop));
        Assert.False(state.Closed);
        Assert.Null(state.ClosedUntil);
        Assert.Equal([EventTypes.GateClosed, EventTypes.GateOpened], (await SystemEvents()).Select(stored => stored.Type));
        await Sweep();
        Assert.Equal(2, (await SystemEvents()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_directory_is_used_by_one_run_at_a_time()
    {
        await Open();
        var spec = Submissions.Simple() with { WorkingDirectory = "/srv/repo" };
        var first = await Add(spec);
        var second = await Add(spec);
        Assert.Equal(Ids([first]), Ids(await Claim()));
        Assert.Empty(await Claim(Request("two")));
        await Finish(await Confirm(await Now(first)));
        Assert.Equal(Ids([second]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_shared_directory_or_none_has_no_gate()
    {
        await Open();
        var shared = Submissions.Simple() with { WorkingDirectory = "/srv/repo", DirectoryMode = DirectoryMode.Shared };
        await Add(shared);
        await Add(shared);
        await Add();
        await Add();
        Assert.Equal(4, (await Claim()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_busy_directory_does_not_delay_the_rest_of_its_group()
    {
        await Open();
        var busy = Submissions.In("g") with { WorkingDirectory = "/srv/repo" };
        await Add(busy);
        await Add(busy);
        var other = await Add(Submissions.In("g") with { WorkingDirectory = "/srv/other" });
        await ClaimOne();
        Assert.Equal(other.Id, (await ClaimOne()).Id);
        Assert.Empty(await Claim());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("group:g")]
    [InlineData("profile:default")]
    [InlineData("engine:claude")]
    public async Task A_limit_counts_live_leases_over_all_instances(string gate)
    {
        await Open();
        for (var i = 0; i < 4; i++)
            await Add(Submissions.In("g"));
        await Limit(gate, 2);
        var first = await ClaimOne("one");
        await ClaimOne("two");
        Assert.Empty(await Claim(Request("three")));
        await GiveBack(first);
        await ClaimOne("three");
        Assert.Empty(await Claim());
        await Limit(gate, null);
        Assert.Equal(2, (await Claim()).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Raising_a_limit_admits_at_once_and_lowering_it_kills_nothing()
    {
        await Open();
        for (var i = 0; i < 4; i++)
            await Add(Submissions.In("g"));
        await Limit("group:g", 1);
        Assert.Single(await Claim());
        await Limit("group:g", 3);
        Assert.Equal(2, (await Claim()).Count);
        await Limit("group:g", 1);
        Assert.Equal(3, (await _store.SnapshotAsync(_now, Stop)).ByState[TaskState.Starting]);
        Assert.Empty(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_of_an_instance_lowers_its_slots_and_a_hold_closes_it()
    {
        await Open();
        for (var i = 0; i < 4; i++)
            await Add();
        await Limit("instance:one", 1);
        Assert.Single(await Claim(Request("one", slots: 5)));
        await Limit("instance:one", 50);
        Assert.Single(await Claim(Request("one", slots: 2)));
        await Hold("instance:two");
        Assert.Empty(await Claim(Request("two")));
        await Release("instance:two");
        Assert.Equal(2, (await Claim(Request("two"))).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_refused_claim_consumes_nothing()
    {
        await Open();
        var task = await Add();
        await Hold("profile:default");
        for (var i = 0; i < 3; i++)
            Assert.Empty(await Claim());
        Assert.Equal(task, await Now(task) with { Usage = task.Usage });
        Assert.Single(await EventsOf(task));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_moves_to_another_group_leaves_the_closed_gate_behind()
    {
        await Open();
        var task = await Add(Submissions.In("closed"));
        await Hold("group:closed");
        Assert.Empty(await Claim());
        await Change(new Ccsp.Gateway.Queue.TaskChange.Rearrange(task.Id, null, "open", "anna", _now));
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_promoted_task_passes_the_closed_class_it_left()
    {
        await Open();
        await Add(Submissions.In("g", Priority.Low));
        await Hold("class:low");
        Assert.Empty(await Claim());
        Pass(601);
        await Sweep();
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task Gates_that_were_set_are_listed_by_name()
    {
        await Open();
        Assert.Empty(await _store.GatesAsync(Stop));
        await Limit("profile:work", 3);
        var closed = await Hold("engine:claude", _now.AddHours(1));
        Assert.Equal((true, _now.AddHours(1), "Maintenance.", "anna", _now),
            (closed.Closed, closed.ClosedUntil, closed.Reason, closed.Actor, closed.Since));
        var gates = await _store.GatesAsync(Stop);
        Assert.Equal(["engine:claude", "profile:work"], gates.Select(gate => gate.Name));
        Assert.Equal(closed, gates[0]);
        Assert.Equal(3, gates[1].Limit);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_new_limit_keeps_a_closed_gate_closed_and_its_reason_readable()
    {
        await Open();
        var closed = await Hold("profile:work");
        Pass(5);
        var limited = await _store.SetGateAsync(new GateChange.Limit("profile:work", new GateLimits { Limit = 2 }, "ben", _now), Stop);
        Assert.Equal(closed with { Limit = 2 }, limited);
        Assert.Equal(2, (await Release("profile:work")).Limit);
    }
}
