using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task A_claim_of_an_empty_queue_is_empty()
    {
        await Open();
        Assert.Empty(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_claimed_task_has_a_lease_and_brings_its_submission()
    {
        await Open();
        await Add(Submissions.Simple("Do it."));
        Pass(3);
        var claimed = Assert.Single(await _store.ClaimAsync(Request("one"), Stop));
        Assert.Equal("Do it.", claimed.Spec.Prompt);
        Assert.Equal((TaskState.Starting, "one", 1, _now),
            (claimed.Task.State, claimed.Task.Lease!.InstanceId, claimed.Task.Lease.Run, claimed.Task.Lease.ClaimedAt));
        Assert.Equal(claimed.Task, await Now(claimed.Task) with { Usage = claimed.Task.Usage });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_is_claimed_once()
    {
        await Open();
        await Add();
        await ClaimOne();
        Assert.Empty(await Claim(Request("one")));
        Assert.Empty(await Claim(Request("two")));
    }

    [Fact(Timeout = 30_000)]
    public async Task Every_claim_has_a_token_of_its_own()
    {
        await Open();
        for (var i = 0; i < 20; i++)
            await Add();
        var claimed = await Claim();
        Assert.Equal(20, claimed.Select(task => task.Lease!.Token).Distinct().Count());
        var again = await GiveBack(claimed[0]);
        Assert.NotEqual(claimed[0].Lease!.Token, (await ClaimOne()).Lease!.Token);
        Assert.Equal(TaskState.Ready, again.State);
    }

    [Fact(Timeout = 30_000)]
    public async Task More_pressing_classes_are_served_first()
    {
        await Open();
        var low = await Add(Submissions.In("g", Priority.Low));
        var normal = await Add(Submissions.In("g"));
        var urgent = await Add(Submissions.In("g", Priority.Urgent));
        var high = await Add(Submissions.In("g", Priority.High));
        Assert.Equal(Ids([urgent, high, normal, low]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task Within_a_group_the_order_is_ready_time_then_id()
    {
        await Open();
        var later = await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(2) });
        Pass(1);
        var first = await Add();
        var second = await Add();
        Pass(2);
        var fourth = await Add();
        await Sweep();
        Assert.Equal(Ids([first, second, later, fourth]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_due_while_nobody_swept_keeps_the_place_of_its_due_time()
    {
        await Open();
        var due = await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(5) });
        Pass(10);
        var later = await Add();
        Pass(600);
        await Sweep();
        Assert.Equal(Ids([due, later]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task One_of_so_many_claims_goes_to_a_task_that_is_not_urgent()
    {
        await Open(new QueueOptions { NonUrgentEvery = 3 });
        var low = await Add(Submissions.In("g", Priority.Low));
        for (var i = 0; i < 4; i++)
            await Add(Submissions.Urgent());
        List<Priority> order = [];
        for (var i = 0; i < 5; i++)
            order.Add((await ClaimOne()).Priority);
        Assert.Equal([Priority.Urgent, Priority.Urgent, Priority.Low, Priority.Urgent, Priority.Urgent], order);
        Assert.Equal(TaskState.Starting, (await Now(low)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_instance_never_gets_more_than_its_slots()
    {
        await Open();
        for (var i = 0; i < 5; i++)
            await Add();
        Assert.Equal(2, (await Claim(Request(slots: 2))).Count);
        Assert.Empty(await Claim(Request(slots: 2)));
        Assert.Single(await Claim(Request(slots: 3)));
        Assert.Single(await Claim(Request("two", slots: 1)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_claim_gives_at_most_what_was_asked_and_what_memory_allows()
    {
        await Open();
        for (var i = 0; i < 5; i++)
            await Add();
        Assert.Equal(2, (await Claim(Request(limit: 2))).Count);
        Assert.Single(await Claim(Request(memory: 1)));
        Assert.Empty(await Claim(Request(memory: 0)));
        Assert.Empty(await Claim(Request(limit: 0)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Reserved_slots_are_for_urgent_tasks()
    {
        await Open();
        for (var i = 0; i < 4; i++)
            await Add();
        Assert.Equal(2, (await Claim(Request(slots: 3, reserved: 1))).Count);
        var urgent = await Add(Submissions.Urgent());
        Assert.Equal(urgent.Id, Assert.Single(await Claim(Request(slots: 3, reserved: 1))).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task Urgent_tasks_in_common_slots_do_not_use_up_the_others_share()
    {
        await Open();
        for (var i = 0; i < 2; i++)
            await Add(Submissions.Urgent());
        Assert.Equal(2, (await Claim(Request(slots: 4, reserved: 1))).Count);
        for (var i = 0; i < 3; i++)
            await Add();
        Assert.Equal(2, (await Claim(Request(slots: 4, reserved: 1))).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_promoted_by_ageing_does_not_get_a_reserved_slot()
    {
        await Open();
        await Add(Submissions.In("g", Priority.Low));
        await Add(Submissions.In("g", Priority.Low));
        Pass(601);
        await Sweep();
        Pass(601);
        await Sweep();
        var claimed = Assert.Single(await Claim(Request(slots: 2, reserved: 1)));
        Assert.Equal((Priority.Low, Priority.High), (claimed.Priority, claimed.PriorityClass));
    }

    [Fact(Timeout = 30_000)]
    public async Task Where_slots_are_few_none_is_reserved()
    {
        await Open();
        for (var i = 0; i < 5; i++)
            await Add();
        Assert.Equal(3, (await Claim(Request(slots: 3, reserved: 1) with { ReservesFrom = 4 })).Count);
        Assert.Empty(await Claim(Request(slots: 4, reserved: 1) with { ReservesFrom = 4 }));
        Assert.Single(await Claim(Request(slots: 5, reserved: 1) with { ReservesFrom = 4 }));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_set_at_run_time_leaves_its_slots_to_everybody_where_they_are_few()
    {
        await Open();
        for (var i = 0; i < 3; i++)
            await Add();
        await _store.SetGateAsync(new GateChange.Limit("instance:one", new GateLimits { Limit = 2 }, "anna", _now), Stop);
        Assert.Equal(2, (await Claim(Request(slots: 8, reserved: 1) with { ReservesFrom = 4 })).Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Not_all_slots_can_be_reserved()
    {
        await Open();
        await Add();
        Assert.Single(await Claim(Request(slots: 2, reserved: 9)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_single_slot_is_not_reserved()
    {
        await Open();
        await Add();
        Assert.Single(await Claim(Request(slots: 1, reserved: 1)));
    }

    [Fact(Timeout = 120_000)]
    public async Task Concurrent_claims_never_share_a_task()
    {
        await Open();
        await AddAll(atomic: true, [.. Enumerable.Range(0, 200).Select(number => Item(Submissions.In($"g{number % 7}")))]);
        var instances = Enumerable.Range(0, 20).Select(number => $"i{number}").ToList();
        var claims = await Task.WhenAll(
            instances.Select(instance => Task.Run(() => Busy.AgainAsync(() => Claim(Request(instance, limit: 10))), Stop)));
        var claimed = claims.SelectMany(claim => claim).Select(task => task.Id).ToList();
        Assert.Equal(claimed.Distinct(), claimed);
        var leased = await Task.WhenAll(instances.Select(instance => _store.LeasesAsync(instance, Stop)));
        Assert.Equal(200, leased.SelectMany(leases => leases).Select(lease => lease.Task.Id).Distinct().Count());
    }
}
