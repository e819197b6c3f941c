using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue;

public abstract partial class TaskStoreConformance
{
    [Fact(Timeout = 30_000)]
    public async Task A_change_of_an_unknown_task_finds_nothing()
    {
        await Open();
        Assert.IsType<ChangeOutcome.NotFound>(await TryChange(new TaskChange.Cancel("nobody", "anna", _now)));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_approved_task_takes_its_place_by_the_approval()
    {
        await Open();
        var held = await Add(Submissions.Simple() with { Hold = true });
        Assert.Empty(await Claim());
        Pass(5);
        var other = await Add();
        Pass(5);
        var approved = await Change(new TaskChange.Approve(held.Id, "anna", _now));
        Assert.Equal((TaskState.Ready, _now), (approved.State, approved.ReadyAt));
        Assert.Equal(Ids([other, held]), Ids(await Claim()));
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Approve(held.Id, "anna", _now)));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_approved_task_with_a_start_time_waits_for_it()
    {
        await Open();
        var held = await Add(Submissions.Simple() with { Hold = true, RunAt = _now.AddSeconds(60) });
        Assert.Equal((TaskState.Scheduled, _now.AddSeconds(60)),
            ((await Change(new TaskChange.Approve(held.Id, "anna", _now))).State, (await Now(held)).RunAt));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancel_ends_a_waiting_task_at_once_and_only_once()
    {
        await Open();
        var ready = await Add();
        var held = await Add(Submissions.Simple() with { Hold = true });
        var scheduled = await Add(Submissions.Simple() with { RunAt = _now.AddSeconds(60) });
        var blocked = await Add(Submissions.Simple() with { DependsOn = [held.Id], OnParentFailure = ParentFailure.Continue });
        foreach (var task in new[] { ready, blocked, held, scheduled })
            Assert.Equal((TaskState.Cancelled, _now), ((await Cancel(task)).State, (await Now(task)).FinishedAt));
        Pass(100_000);
        await Sweep();
        Assert.Empty(await Claim());
        var refused = Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Cancel(ready.Id, "anna", _now)));
        Assert.Equal(TaskState.Cancelled, refused.Task.State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancel_replaces_another_stop_and_nothing_replaces_a_cancel()
    {
        await Open();
        await Add();
        var running = await Start();
        await Change(new TaskChange.Stop(running.Id, StopReason.Drain, "gateway", _now));
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Stop(running.Id, StopReason.Emergency, "gateway", _now)));
        Assert.Equal(StopReason.Cancel, (await Cancel(running)).Stop!.Reason);
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Stop(running.Id, StopReason.Drain, "gateway", _now)));
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Cancel(running.Id, "ben", _now)));
        Assert.Equal("anna", (await Now(running)).Stop!.Actor);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stopping_task_keeps_its_lease_and_its_gates()
    {
        await Open();
        var spec = Submissions.Simple() with { WorkingDirectory = "/srv/repo" };
        await Add(spec);
        await Add(spec);
        var running = await Start();
        var stopping = await Cancel(running);
        Assert.Equal((TaskState.Stopping, running.Lease), (stopping.State, stopping.Lease));
        Assert.Empty(await Claim());
        await Finish(running, EndingClass.Cancelled);
        Assert.Single(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task Only_a_leased_task_can_be_asked_to_stop()
    {
        await Open();
        var ready = await Add();
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Stop(ready.Id, StopReason.Emergency, "gateway", _now)));
        Assert.Equal(TaskState.Ready, (await Now(ready)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_new_priority_counts_at_once_and_keeps_the_place()
    {
        await Open();
        var first = await Add();
        Pass(1);
        var second = await Add();
        var raised = await Change(new TaskChange.Rearrange(second.Id, Priority.Urgent, null, "anna", _now));
        Assert.Equal((Priority.Urgent, Priority.Urgent, second.ReadyAt, "default"),
            (raised.Priority, raised.PriorityClass, raised.ReadyAt, raised.Group));
        Assert.Null(raised.PromoteAt);
        Assert.Equal(Ids([second, first]), Ids(await Claim()));
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Rearrange(first.Id, Priority.Low, null, "anna", _now)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Of_two_who_saw_the_same_task_one_changes_it()
    {
        await Open();
        var seen = await Add(Submissions.Simple() with { Hold = true });
        TaskChange[] changes =
        [
            new TaskChange.Rearrange(seen.Id, Priority.High, null, "anna", _now) { IfEvents = seen.EventCount },
            new TaskChange.Rearrange(seen.Id, Priority.Low, null, "ben", _now) { IfEvents = seen.EventCount },
        ];
        var outcomes = await Task.WhenAll(changes.Select(TryChange));
        var done = Assert.Single(outcomes.OfType<ChangeOutcome.Applied>()).Task;
        var refused = Assert.Single(outcomes.OfType<ChangeOutcome.Refused>());
        Assert.Equal((seen.EventCount + 1, done.EventCount), (done.EventCount, refused.Task.EventCount));
        await Change(new TaskChange.Approve(seen.Id, "anna", _now) { IfEvents = done.EventCount });
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Cancel(seen.Id, "ben", _now) { IfEvents = done.EventCount }));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_new_group_counts_at_once()
    {
        await Open();
        var task = await Add(Submissions.In("old"));
        Assert.Equal("new", (await Change(new TaskChange.Rearrange(task.Id, null, "new", "anna", _now))).Group);
        await Hold("group:old");
        Assert.Equal("new", (await ClaimOne()).Group);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_new_start_time_moves_a_task_between_ready_and_scheduled()
    {
        await Open();
        var task = await Add();
        var later = _now.AddSeconds(60);
        var put = await Change(new TaskChange.Reschedule(task.Id, later, "anna", _now));
        Assert.Equal((TaskState.Scheduled, later), (put.State, put.RunAt));
        Assert.Empty(await Claim());
        Pass(5);
        var back = await Change(new TaskChange.Reschedule(task.Id, _now, "anna", _now));
        Assert.Equal((TaskState.Ready, _now), (back.State, back.ReadyAt));
        await ClaimOne();
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Reschedule(task.Id, later, "anna", _now)));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_new_start_time_of_a_held_task_counts_after_the_approval()
    {
        await Open();
        var held = await Add(Submissions.Simple() with { Hold = true });
        Assert.Equal(TaskState.Held, (await Change(new TaskChange.Reschedule(held.Id, _now.AddSeconds(60), "anna", _now))).State);
        Assert.Equal(TaskState.Scheduled, (await Change(new TaskChange.Approve(held.Id, "anna", _now))).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Metadata_can_be_replaced_in_every_state()
    {
        await Open();
        var waiting = await Add(Submissions.Simple() with { Metadata = Facts("ticket", "old") });
        await ReplaceMetadata(waiting);
        var running = await Start();
        await ReplaceMetadata(running);
        Assert.Equal(running.Lease, (await Now(running)).Lease);
        await Finish(running);
        await ReplaceMetadata(running);
        Assert.Equal(3, (await EventTypesOf(waiting)).Count(type => type == EventTypes.TaskChanged));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_ended_task_is_tried_again_under_its_id_with_fresh_budgets_and_its_history()
    {
        await Open();
        await Add(Submissions.Simple() with { Retries = 0, StartBefore = _now.AddSeconds(30) });
        var failed = await Finish(await Start(), EndingClass.Network);
        Assert.Equal(TaskState.Failed, failed.State);
        Pass(60);
        var again = await RetryByHand(failed);
        Assert.Equal((TaskState.Ready, 2, _now, 1), (again.State, again.Generation, again.ReadyAt, again.LastRun));
        Assert.Equal((default, null, null, null), (again.Retries, again.FailReason, again.FinishedAt, again.StartBefore));
        Assert.Equal(0, (await Sweep()).Expired);
        var second = await Start();
        Assert.Equal((failed.Id, 2), (second.Id, second.LastRun));
        Assert.Equal([(1, 1), (2, 2)], (await _store.RunsAsync(failed.Id, Stop)).Select(run => (run.Number, run.Generation)));
        Assert.Equal((TaskState.Succeeded, 20L), ((await Finish(second)).State, (await Now(second)).Usage.OutputTokens));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_retried_task_has_no_result_until_it_ends_again()
    {
        await Open();
        await Add();
        var ended = await Finish(await Start());
        Assert.Equal("Done.", (await Read(ended.Id)).Result);
        await RetryByHand(ended);
        Assert.Null((await Read(ended.Id)).Result);
        Assert.IsType<ChangeOutcome.Refused>(await TryChange(new TaskChange.Retry(ended.Id, "anna", _now)));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Succeeded, TaskState.Succeeded)]
    [InlineData(EndingClass.Invalid, TaskState.Failed)]
    [InlineData(EndingClass.Cancelled, TaskState.Cancelled)]
    public async Task Every_end_can_be_retried(EndingClass ending, TaskState state)
    {
        await Open();
        await Add();
        var ended = await Finish(await Start(), ending);
        Assert.Equal(state, ended.State);
        Assert.Equal(TaskState.Ready, (await RetryByHand(ended)).State);
        await ClaimOne();
    }

    [Fact(Timeout = 30_000)]
    public async Task Clearing_cancels_what_waits_and_matches_and_nothing_else()
    {
        await Open();
        var match = await Add(Submissions.In("g", Priority.Low) with { Agent = "a" });
        List<AgentTask> others =
        [
            await Add(Submissions.In("other", Priority.Low) with { Agent = "a" }),
            await Add(Submissions.In("g", Priority.High) with { Agent = "a" }),
            await Add(Submissions.In("g", Priority.Low) with { Agent = "b" }),
            await Add(Submissions.In("g", Priority.Low) with { Agent = "a", Hold = true }),
        ];
        Assert.Equal(new ClearStep(1, null),
            await _store.ClearAsync(new ClearFilter(TaskState.Ready, Priority.Low, "g", "a", "anna", _now), null, 100, Stop));
        Assert.Equal(TaskState.Cancelled, (await Now(match)).State);
        foreach (var other in others)
            Assert.Equal(other.State, (await Now(other)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Clearing_takes_at_most_its_limit_and_leaves_runs_alone()
    {
        await Open();
        for (var i = 0; i < 4; i++)
            await Add();
        var running = await Start();
        var all = new ClearFilter(null, null, null, null, "anna", _now);
        var first = await _store.ClearAsync(all, null, 2, Stop);
        Assert.Equal(2, first.Cancelled);
        Assert.Equal(new ClearStep(1, null), await _store.ClearAsync(all, first.Next, 2, Stop));
        Assert.Equal(new ClearStep(0, null), await _store.ClearAsync(all, null, 2, Stop));
        Assert.Equal(TaskState.Running, (await Now(running)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Clearing_everything_cancels_children_too_instead_of_failing_them()
    {
        await Open();
        var parent = await Add();
        var child = await AddChild(ParentFailure.Fail, parent);
        Assert.Equal(new ClearStep(2, null),
            await _store.ClearAsync(new ClearFilter(null, null, null, null, "anna", _now), null, 100, Stop));
        Assert.Equal((TaskState.Cancelled, TaskState.Cancelled), ((await Now(parent)).State, (await Now(child)).State));
    }

    private static Dictionary<string, JsonElement> Facts(string key, string value) =>
        new() { [key] = JsonSerializer.SerializeToElement(value) };

    private async Task ReplaceMetadata(AgentTask task)
    {
        var before = await Now(task);
        var value = $"new in {before.State}";
        await Change(new TaskChange.SetMetadata(task.Id, Facts("ticket", value), "anna", _now));
        var after = await Read(task.Id);
        Assert.Equal(value, after.Spec.Metadata!["ticket"].GetString());
        Assert.Equal(before with { EventCount = before.EventCount + 1, Usage = after.Task.Usage }, after.Task);
    }
}
