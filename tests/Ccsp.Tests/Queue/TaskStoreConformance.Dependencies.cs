using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    private Task<AgentTask> AddChild(ParentFailure policy, params AgentTask[] parents) =>
        Add(Submissions.Simple() with { DependsOn = [.. parents.Select(parent => parent.Id)], OnParentFailure = policy });

    [Fact(Timeout = 30_000)]
    public async Task A_child_starts_when_its_last_parent_has_succeeded()
    {
        await Open();
        var a = await Add();
        var b = await Add();
        var child = await AddChild(ParentFailure.Fail, a, b);
        Assert.Equal((TaskState.Blocked, 2), (child.State, child.OpenParents));
        await Finish(await Start());
        Assert.Equal((TaskState.Blocked, 1), ((await Now(child)).State, (await Now(child)).OpenParents));
        Pass(9);
        await Finish(await Start());
        Assert.Equal((TaskState.Ready, _now), ((await Now(child)).State, (await Now(child)).ReadyAt));
        Assert.Equal(child.Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_parent_fails_its_children_and_their_children()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        var grandchild = await AddChild(ParentFailure.Fail, child);
        var tolerant = await AddChild(ParentFailure.Continue, grandchild);
        await Finish(await Start(), EndingClass.Invalid);
        Assert.Equal((TaskState.Failed, FailReason.Dependency), ((await Now(child)).State, (await Now(child)).FailReason));
        Assert.Equal((TaskState.Failed, FailReason.Dependency), ((await Now(grandchild)).State, (await Now(grandchild)).FailReason));
        Assert.Equal(TaskState.Ready, (await Now(tolerant)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_retry_of_the_parent_is_not_yet_its_failure()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        await Finish(await Start(), EndingClass.Network);
        Assert.Equal(TaskState.Blocked, (await Now(child)).State);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("cancel")]
    [InlineData("clear")]
    [InlineData("expire")]
    [InlineData("lose")]
    public async Task Whatever_ends_a_parent_reaches_its_child(string how)
    {
        await Open(new QueueOptions { Rules = new TransitionRules { Retries = new RetryOptions { Lost = 0 } } });
        var parent = await Add(Submissions.In("parents") with { StartBefore = _now.AddSeconds(10) });
        var failing = await AddChild(ParentFailure.Fail, parent);
        var going = await AddChild(ParentFailure.Continue, parent);
        switch (how)
        {
            case "cancel":
                await Cancel(parent);
                break;
            case "clear":
                await _store.ClearAsync(new ClearFilter(null, null, "parents", null, "anna", _now), null, 10, Stop);
                break;
            case "expire":
                Pass(11);
                await Sweep();
                break;
            default:
                await ClaimOne();
                Pass(21);
                await Sweep();
                break;
        }

        Assert.True((await Now(parent)).IsTerminal);
        Assert.Equal((TaskState.Failed, TaskState.Ready), ((await Now(failing)).State, (await Now(going)).State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_parent_that_has_already_ended_counts_as_it_ended()
    {
        await Open();
        await Add();
        var good = await Finish(await Start());
        await Add();
        var bad = await Finish(await Start(), EndingClass.Invalid);
        var open = await Add(Submissions.Simple() with { Hold = true });
        Assert.Equal(TaskState.Ready, (await AddChild(ParentFailure.Fail, good)).State);
        Assert.Equal(TaskState.Ready, (await AddChild(ParentFailure.Continue, bad)).State);
        var failed = await AddChild(ParentFailure.Fail, bad, open);
        Assert.Equal((TaskState.Failed, FailReason.Dependency), (failed.State, failed.FailReason));
        var blocked = await AddChild(ParentFailure.Continue, good, bad, open);
        Assert.Equal((TaskState.Blocked, 1), (blocked.State, blocked.OpenParents));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_parent_may_precede_its_child_in_the_same_batch_but_not_follow_it()
    {
        await Open();
        var parent = Item(Submissions.Simple());
        var child = Item(Submissions.Simple() with { DependsOn = [parent.Task.Id] });
        var wrong = await AddAll(atomic: true, child, parent);
        Assert.Equal(parent.Task.Id, Assert.IsType<SubmitOutcome.UnknownParent>(wrong[0]).ParentId);
        var right = await AddAll(atomic: true, parent, child);
        Assert.Equal(TaskState.Blocked, Assert.IsType<SubmitOutcome.Accepted>(right[1]).Task.State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_parent_named_twice_is_one_parent_and_a_task_cannot_wait_for_itself()
    {
        await Open();
        var parent = await Add();
        Assert.Equal(1, (await AddChild(ParentFailure.Fail, parent, parent)).OpenParents);
        var self = Item(Submissions.Simple());
        var outcome = await AddAll(atomic: false,
            self with { Task = self.Task with { Spec = Submissions.Simple() with { DependsOn = [self.Task.Id] } } });
        Assert.IsType<SubmitOutcome.UnknownParent>(outcome[0]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_child_with_a_start_time_waits_for_both()
    {
        await Open();
        var parent = await Add();
        var child = await Add(Submissions.Simple() with { DependsOn = [parent.Id], RunAt = _now.AddSeconds(60) });
        Assert.Equal(TaskState.Blocked, child.State);
        await Finish(await Start());
        Assert.Equal((TaskState.Scheduled, _now.AddSeconds(60)), ((await Now(child)).State, (await Now(child)).RunAt));
        Pass(61);
        await Sweep();
        Assert.Equal(child.Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_held_child_needs_its_parents_and_the_person()
    {
        await Open();
        var parent = await Add();
        var spec = Submissions.Simple() with { Hold = true, DependsOn = [parent.Id] };
        var early = await Add(spec);
        var late = await Add(spec);
        Assert.Equal(TaskState.Blocked, (await Change(new TaskChange.Approve(early.Id, "anna", _now))).State);
        await Finish(await Start());
        Assert.Equal((TaskState.Ready, TaskState.Held), ((await Now(early)).State, (await Now(late)).State));
        Assert.Equal(TaskState.Ready, (await Change(new TaskChange.Approve(late.Id, "anna", _now))).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_held_child_fails_with_its_parent()
    {
        await Open();
        var parent = await Add();
        var held = await Add(Submissions.Simple() with { Hold = true, DependsOn = [parent.Id] });
        await Cancel(parent);
        Assert.Equal((TaskState.Failed, FailReason.Dependency), ((await Now(held)).State, (await Now(held)).FailReason));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancelled_child_hears_nothing_more_of_its_parents()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        var cancelled = await Cancel(child);
        await Finish(await Start(), EndingClass.Invalid);
        Assert.Equal(cancelled, await Now(child) with { Usage = cancelled.Usage });
    }

    [Fact(Timeout = 30_000)]
    public async Task A_child_retried_by_hand_waits_for_the_parents_that_have_not_ended()
    {
        await Open();
        var failing = await Add();
        var open = await Add();
        var child = await AddChild(ParentFailure.Fail, failing, open);
        await Cancel(failing);
        var retried = await RetryByHand(child);
        Assert.Equal((TaskState.Blocked, 1), (retried.State, retried.OpenParents));
        Assert.Equal(open.Id, (await Finish(await Start())).Id);
        Assert.Equal(child.Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_chain_that_is_retried_goes_through_its_links_in_order()
    {
        await Open();
        var first = await Add();
        var second = await AddChild(ParentFailure.Fail, first);
        var third = await AddChild(ParentFailure.Fail, second);
        await Finish(await Start(), EndingClass.Invalid);
        Pass(1);
        foreach (var link in new[] { first, second, third })
            await RetryByHand(link);
        foreach (var link in new[] { first, second, third })
        {
            var claimed = Assert.Single(await Claim());
            Assert.Equal(link.Id, claimed.Id);
            await Finish(await Confirm(claimed));
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_retried_child_fails_with_its_retried_parent()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        await Cancel(parent);
        Pass(1);
        await RetryByHand(parent);
        await RetryByHand(child);
        await Cancel(parent);
        Assert.Equal((TaskState.Failed, FailReason.Dependency), ((await Now(child)).State, (await Now(child)).FailReason));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_child_retried_by_itself_runs_though_its_parent_has_failed_and_one_retried_after_it_only_if_it_succeeds()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        await Cancel(parent);
        Pass(1);
        await RetryByHand(parent);
        await Cancel(parent);
        var refused = Assert.IsType<ChangeOutcome.Refused>(
            await _store.ChangeAsync(new TaskChange.Retry(child.Id, "anna", _now, AfterParents: true), Stop));
        Assert.Contains(parent.Id, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(TaskState.Ready, (await RetryByHand(child)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_fails_with_a_parent_names_it()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        await Cancel(parent);
        var late = await AddChild(ParentFailure.Fail, parent);
        foreach (var failed in new[] { await Now(child), late })
        {
            Assert.Contains(parent.Id, failed.Ending!.Message, StringComparison.Ordinal);
            Assert.Contains(parent.Id, (await Explain(failed)).Summary, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_task_that_waits_for_a_person_or_a_parent_expires_too()
    {
        await Open();
        var parent = await Add(Submissions.Simple() with { Hold = true });
        var held = await Add(Submissions.Simple() with { Hold = true, StartBefore = _now.AddSeconds(10) });
        var blocked = await Add(Submissions.Simple() with { DependsOn = [parent.Id], StartBefore = _now.AddSeconds(10) });
        var child = await AddChild(ParentFailure.Fail, blocked);
        Pass(11);
        await Sweep();
        Assert.Equal((TaskState.Expired, TaskState.Expired, TaskState.Failed),
            ((await Now(held)).State, (await Now(blocked)).State, (await Now(child)).State));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_parent_that_ends_twice_is_counted_once()
    {
        await Open();
        var twice = await Add();
        var open = await Add(Submissions.Simple() with { Hold = true });
        var child = await AddChild(ParentFailure.Continue, twice, open);
        await Cancel(twice);
        await RetryByHand(twice);
        await Finish(await Start());
        Assert.Equal((TaskState.Blocked, 1), ((await Now(child)).State, (await Now(child)).OpenParents));
        await Cancel(open);
        Assert.Equal(TaskState.Ready, (await Now(child)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_chain_of_hundred_fails_in_one_step()
    {
        await Open();
        var first = await Add();
        List<AgentTask> chain = [first];
        for (var i = 0; i < 100; i++)
            chain.Add(await AddChild(ParentFailure.Fail, chain[^1]));
        await Cancel(first);
        Assert.Equal(0, (await _store.SnapshotAsync(_now, Stop)).Depth);
        Assert.Equal(FailReason.Dependency, (await Now(chain[^1])).FailReason);
    }
}
