using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task Groups_of_one_class_take_turns_however_many_tasks_one_has()
    {
        await Open();
        for (var i = 0; i < 6; i++)
            await Add(Submissions.In("big"));
        for (var i = 0; i < 2; i++)
            await Add(Submissions.In("small"));
        var order = (await Claim()).Select(task => task.Group);
        Assert.Equal(["big", "small", "big", "small", "big", "big", "big", "big"], order);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_tie_goes_to_the_group_whose_name_comes_first()
    {
        await Open();
        await Add(Submissions.In("b"));
        await Add(Submissions.In("B"));
        await Add(Submissions.In("a"));
        Assert.Equal(["B", "a", "b"], (await Claim()).Select(task => task.Group));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_group_that_was_away_earns_no_credit()
    {
        await Open();
        for (var i = 0; i < 6; i++)
            await Add(Submissions.In("a"));
        for (var i = 0; i < 4; i++)
            await ClaimOne();
        for (var i = 0; i < 3; i++)
            await Add(Submissions.In("b"));
        // V is the F "a" had at its fourth pick: three charges. "b" starts there, one charge behind "a".
        Assert.Equal(["b", "a", "b", "a", "b"], (await Claim()).Select(task => task.Group));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_charge_is_corrected_to_what_the_run_took()
    {
        await Open();
        for (var i = 0; i < 3; i++)
        {
            await Add(Submissions.In("long"));
            await Add(Submissions.In("short"));
        }

        var first = await Start();
        var second = await Start();
        Assert.Equal(("long", "short"), (first.Group, second.Group));
        Pass(6);
        await Finish(second);
        Pass(594);
        await Finish(first);
        // 600 s against 6 s: the short group is served until it has caught up.
        Assert.Equal(["short", "short", "long", "long"], (await Claim()).Select(task => task.Group));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_class_in_which_nobody_is_ready_starts_anew_for_all()
    {
        await Open();
        await Add(Submissions.In("a"));
        var first = await Start();
        Pass(600);
        await Finish(first);
        await Sweep();
        await Add(Submissions.In("a"));
        await Add(Submissions.In("b"));
        Assert.Equal(["a", "b"], (await Claim()).Select(task => task.Group));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_is_expected_of_a_group_is_forgotten_with_its_last_task()
    {
        await Open(new QueueOptions { ExpectedRunSeconds = 100 });
        for (var i = 0; i < 2; i++)
            await Add(Submissions.In("g"));
        var first = await Start();
        Pass(10);
        await Finish(first);
        await Sweep();
        var second = await Start();
        Assert.Equal(73, second.Lease!.ChargedSeconds, 9);
        await Finish(second);
        await Sweep();
        await Add(Submissions.In("g"));
        Assert.Equal(100, (await ClaimOne()).Lease!.ChargedSeconds, 9);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_expected_seconds_of_a_group_follow_its_runs()
    {
        await Open(new QueueOptions { ExpectedRunSeconds = 100 });
        for (var i = 0; i < 3; i++)
            await Add(Submissions.In("g"));
        var first = await Start();
        Assert.Equal(100, first.Lease!.ChargedSeconds, 9);
        Pass(10);
        await Finish(first);
        var second = await Start();
        Assert.Equal(73, second.Lease!.ChargedSeconds, 9);
        Pass(73);
        await Finish(second, EndingClass.Crashed);
        Assert.Equal(73, (await ClaimOne()).Lease!.ChargedSeconds, 9);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_never_started_costs_its_group_nothing()
    {
        await Open();
        for (var i = 0; i < 2; i++)
        {
            await Add(Submissions.In("a"));
            await Add(Submissions.In("b"));
        }

        var claimed = await ClaimOne();
        Assert.Equal("a", claimed.Group);
        Pass(30);
        await GiveBack(claimed);
        Assert.Equal("a", (await ClaimOne()).Group);
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_class_has_its_own_turns()
    {
        await Open();
        await Add(Submissions.In("a", Priority.High));
        await Add(Submissions.In("a"));
        await Add(Submissions.In("b"));
        var order = await Claim();
        Assert.Equal([("a", Priority.High), ("a", Priority.Normal), ("b", Priority.Normal)],
            order.Select(task => (task.Group, task.PriorityClass)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_refused_group_does_not_lose_its_turn()
    {
        await Open();
        for (var i = 0; i < 2; i++)
        {
            await Add(Submissions.In("a"));
            await Add(Submissions.In("b"));
        }

        await Hold("group:a");
        Assert.Equal(["b", "b"], (await Claim()).Select(task => task.Group));
        await Release("group:a");
        for (var i = 0; i < 2; i++)
            await Add(Submissions.In("b"));
        Assert.Equal(["a", "a", "b", "b"], (await Claim()).Select(task => task.Group));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("group:a")]
    [InlineData("agent:a")]
    public async Task A_refused_group_does_not_lose_its_turn_when_more_of_its_tasks_come(string gate)
    {
        await Open();
        for (var i = 0; i < 2; i++)
        {
            await Add(Submissions.In("a") with { Agent = "a" });
            await Add(Submissions.In("b"));
        }

        await Hold(gate);
        Assert.Equal(["b", "b"], (await Claim()).Select(task => task.Group));
        // It has waited all the time: only a group without ready tasks enters at the virtual time.
        await Add(Submissions.In("a") with { Agent = "a" });
        await Release(gate);
        for (var i = 0; i < 2; i++)
            await Add(Submissions.In("b"));
        Assert.Equal(["a", "a", "a", "b", "b"], (await Claim()).Select(task => task.Group));
    }
}
