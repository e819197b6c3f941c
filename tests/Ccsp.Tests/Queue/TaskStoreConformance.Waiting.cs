using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task A_scheduled_task_becomes_ready_when_its_time_comes()
    {
        await Open();
        var runAt = _now.AddSeconds(10);
        var task = await Add(Submissions.Simple() with { RunAt = runAt });
        Pass(9.999);
        Assert.Equal(0, (await Sweep()).Due);
        Assert.Empty(await Claim());
        Pass(0.001);
        Assert.Equal(1, (await Sweep()).Due);
        var ready = await Now(task);
        Assert.Equal((TaskState.Ready, runAt), (ready.State, ready.ReadyAt));
        Assert.Null(ready.RunAt);
        Assert.Null(ready.WaitReason);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_sweep_takes_at_most_its_limit_and_says_that_there_may_be_more()
    {
        await Open();
        for (var i = 0; i < 5; i++)
            await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(i + 1) });
        Pass(60);
        var first = await Sweep(limit: 2);
        Assert.Equal(2, first.Due);
        Assert.True(first.MayHaveMore(2));
        Assert.Equal(2, (await Sweep(limit: 2)).Due);
        var last = await Sweep(limit: 2);
        Assert.Equal(1, last.Due);
        Assert.False(last.MayHaveMore(2));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_sweep_takes_the_earliest_first()
    {
        await Open();
        var late = await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(9) });
        var early = await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(3) });
        Pass(60);
        await Sweep(limit: 1);
        Assert.Equal((TaskState.Ready, TaskState.Scheduled), ((await Now(early)).State, (await Now(late)).State));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_did_not_start_in_time_expires(bool scheduled)
    {
        await Open();
        var task = await Add(
            Submissions.Simple() with { StartBefore = _now.AddSeconds(10), RunAt = scheduled ? _now.AddSeconds(100) : null });
        Pass(9.999);
        Assert.Equal(0, (await Sweep()).Expired);
        Pass(0.001);
        Assert.Equal(1, (await Sweep()).Expired);
        Assert.Equal((TaskState.Expired, _now), ((await Now(task)).State, (await Now(task)).FinishedAt));
        Assert.Empty(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_is_too_late_is_not_claimed_even_before_a_sweep_finds_it()
    {
        await Open();
        var late = await Add(Submissions.Simple() with { StartBefore = _now.AddSeconds(10) });
        var next = await Add();
        Pass(10);
        Assert.Equal(next.Id, (await ClaimOne()).Id);
        Assert.Equal(TaskState.Expired, (await Now(late)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_has_started_once_does_not_expire()
    {
        await Open();
        await Add(Submissions.Simple() with { StartBefore = _now.AddSeconds(10) });
        var running = await Start();
        Pass(11);
        Assert.Equal(0, (await Sweep()).Expired);
        await Finish(running, EndingClass.Network);
        Assert.Equal(0, (await Sweep()).Expired);
        Pass(300);
        await Sweep();
        await ClaimOne();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("held")]
    [InlineData("blocked")]
    public async Task Who_waits_for_a_person_or_a_parent_expires_at_its_limit_as_well(string what)
    {
        await Open();
        var parent = await Add();
        var spec = Submissions.Simple() with { StartBefore = _now.AddSeconds(10) };
        var task = await Add(what == "held" ? spec with { Hold = true } : spec with { DependsOn = [parent.Id] });
        Pass(9);
        Assert.Equal(0, (await Sweep()).Expired);
        Pass(2);
        Assert.Equal(1, (await Sweep()).Expired);
        Assert.Equal(TaskState.Expired, (await Now(task)).State);
        await Finish(await Start());
        Assert.Equal(TaskState.Expired, (await Now(task)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Waiting_promotes_from_low_to_high_and_never_to_urgent()
    {
        await Open();
        var task = await Add(Submissions.In("g", Priority.Low));
        Pass(599);
        Assert.Equal(0, (await Sweep()).Promoted);
        Pass(2);
        Assert.Equal(1, (await Sweep()).Promoted);
        Assert.Equal((Priority.Low, Priority.Normal, task.ReadyAt),
            ((await Now(task)).Priority, (await Now(task)).PriorityClass, (await Now(task)).ReadyAt));
        Assert.Equal(0, (await Sweep()).Promoted);
        Pass(600);
        Assert.Equal(1, (await Sweep()).Promoted);
        Pass(100_000);
        Assert.Equal(0, (await Sweep()).Promoted);
        Assert.Equal(Priority.High, (await Now(task)).PriorityClass);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_promoted_task_goes_before_younger_ones_of_the_class_it_joins()
    {
        await Open();
        var old = await Add(Submissions.In("g", Priority.Low));
        Pass(601);
        var young = await Add(Submissions.In("g"));
        await Sweep();
        Assert.Equal(Ids([old, young]), Ids(await Claim()));
    }

    [Fact(Timeout = 30_000)]
    public async Task Ageing_counts_only_while_the_task_is_ready()
    {
        await Open();
        await Add(Submissions.In("g", Priority.Low));
        await Beat();
        var running = await Start();
        Pass(601);
        await Beat();
        Assert.Equal(0, (await Sweep()).Promoted);
        await Finish(running, EndingClass.Network);
        Pass(300);
        await Sweep();
        var again = await Now(running);
        Assert.Equal((TaskState.Ready, Priority.Low), (again.State, again.PriorityClass));
        Assert.Equal(again.ReadyAt!.Value.AddMinutes(10), again.PromoteAt);
    }

    [Fact(Timeout = 30_000)]
    public async Task Twice_the_same_sweep_does_nothing_twice()
    {
        await Open();
        await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(1) });
        await Add(Submissions.Simple() with { StartBefore = _now.AddSeconds(1) });
        await Add(Submissions.In("g", Priority.Low));
        Pass(600.5);
        var first = await Sweep();
        Assert.Equal((1, 1, 1, 0, 0, 0), (first.Due, first.Expired, first.Promoted, first.Lost, first.Unblocked, first.Deleted));
        var second = await Sweep();
        Assert.Equal((0, 0, 0, 0, 0, 0), (second.Due, second.Expired, second.Promoted, second.Lost, second.Unblocked, second.Deleted));
    }
}
