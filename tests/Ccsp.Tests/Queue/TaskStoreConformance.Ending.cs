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
    public async Task A_good_ending_keeps_result_usage_and_run_together()
    {
        await Open();
        await Add();
        var running = await Start();
        Pass(7);
        var structured = JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["answer"] = 42 });
        var finished = Finished(running) with { Result = "Forty-two.", ResultTruncated = true, StructuredResult = structured,
            ConversationId = "c-2" };
        Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(finished, Stop));
        var record = await Read(running.Id);
        Assert.Equal((TaskState.Succeeded, _now, "c-2"), (record.Task.State, record.Task.FinishedAt, record.Task.ConversationId));
        Assert.Equal(running.Id, Assert.Single((await _store.ListAsync(new TaskFilter { ConversationId = "c-2" }, Stop)).Items).Task.Id);
        Assert.Empty((await _store.ListAsync(new TaskFilter { ConversationId = "c-1" }, Stop)).Items);
        Assert.Equal(("Forty-two.", true, 42),
            (record.Result, record.ResultTruncated, record.StructuredResult!.Value.GetProperty("answer").GetInt32()));
        Assert.Equal((10L, 0.25m), (record.Task.Usage.OutputTokens, record.Task.Usage.CostUsd));
        Assert.Null(record.Task.Lease);
        var run = Assert.Single(await _store.RunsAsync(running.Id, Stop));
        Assert.Equal((EndingClass.Succeeded, _now, 10L, "c-2"),
            (run.Ending!.Class, run.EndedAt, run.Usage!.OutputTokens, run.ConversationId));
    }

    [Fact(Timeout = 30_000)]
    public async Task Usage_adds_up_over_the_runs_to_the_last_digit()
    {
        await Open();
        await Add();
        var model = new Dictionary<string, ModelUsage> { ["opus"] = new(1, 2, 3, 4, 0.0000001m) };
        for (var i = 0; i < 3; i++)
        {
            var running = await Start();
            var usage = SampleTasks.Usage(cost: 0.1000001m) with { Models = model };
            await _store.FinishAsync(Finished(running, i < 2 ? EndingClass.Crashed : EndingClass.Succeeded) with { Usage = usage }, Stop);
            Pass(301);
            await Sweep();
        }

        var task = Assert.Single((await _store.ListAsync(new TaskFilter(), Stop)).Items).Task;
        Assert.Equal((TaskState.Succeeded, 3, 0.3000003m, 30L), (task.State, task.Runs, task.Usage.CostUsd, task.Usage.OutputTokens));
        Assert.Equal(new ModelUsage(3, 6, 9, 12, 0.0000003m), task.Usage.Models["opus"]);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_second_ending_with_the_same_token_is_lost_and_changes_nothing()
    {
        await Open();
        await Add();
        var running = await Start();
        var ended = await Finish(running);
        Assert.IsType<LeaseOutcome.Lost>(await TryFinish(running, EndingClass.Crashed));
        var read = await Read(running.Id);
        Assert.Equal((TaskState.Succeeded, "Done.", 10L, ended.EventCount),
            (read.Task.State, read.Result, read.Task.Usage.OutputTokens, read.Task.EventCount));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_run_that_was_never_confirmed_cannot_end()
    {
        await Open();
        await Add();
        var starting = await ClaimOne();
        Assert.IsType<LeaseOutcome.Refused>(await TryFinish(starting));
        Assert.Equal(TaskState.Starting, (await Now(starting)).State);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_start_that_can_never_succeed_ends_the_task_without_a_run()
    {
        await Open();
        await Add();
        var failed = await Finish(await ClaimOne(), EndingClass.Invalid);
        Assert.Equal((TaskState.Failed, FailReason.Permanent, 0, 0), (failed.State, failed.FailReason, failed.Runs, failed.LastRun));
        Assert.Empty(await _store.RunsAsync(failed.Id, Stop));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_next_run_continues_the_conversation_that_came_about_or_none()
    {
        await Open();
        await Add();
        var first = await Start();
        Assert.Equal("c-1", first.ConversationId);
        await _store.FinishAsync(Finished(first, EndingClass.Network) with { ConversationId = null }, Stop);
        Assert.Null((await Now(first)).ConversationId);
        Assert.Equal("c-1", Assert.Single(await _store.RunsAsync(first.Id, Stop)).ConversationId);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_transient_ending_waits_and_runs_again_until_its_budget_is_used()
    {
        await Open();
        await Add(Submissions.Simple() with { Retries = 1 });
        var waiting = await Finish(await Start(), EndingClass.Network);
        Assert.Equal((TaskState.Scheduled, WaitReason.Retry, _now.AddSeconds(2.5)), (waiting.State, waiting.WaitReason, waiting.RunAt));
        Assert.Empty(await Claim());
        Pass(3);
        await Sweep();
        var second = await Start();
        Assert.Equal(2, second.LastRun);
        var failed = await Finish(second, EndingClass.Network);
        Assert.Equal((TaskState.Failed, FailReason.Retries, 2), (failed.State, failed.FailReason, failed.Runs));
        Assert.Equal([1, 2], (await _store.RunsAsync(failed.Id, Stop)).Select(run => run.Number));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_limit_parks_the_task_uncounted_and_closes_the_profile_in_the_same_step()
    {
        await Open();
        await Add();
        var other = await Add();
        var running = await Start();
        var reset = _now.AddHours(2);
        var finished = Finished(running, EndingClass.Limit) with
        {
            Ending = SampleTasks.Ending(EndingClass.Limit) with { ResetsAt = reset },
            Holds = [new GateHold("profile:default", reset, "The session limit is reached.", "gateway")],
        };
        var parked = Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(finished, Stop)).Task;
        Assert.Equal((TaskState.Scheduled, WaitReason.Limit, 0, 1, "c-1"),
            (parked.State, parked.WaitReason, parked.Runs, parked.LastRun, parked.ConversationId));
        Assert.True(parked.RunAt > reset);
        Assert.Empty(await Claim());
        Assert.Equal(reset, Assert.Single(await _store.GatesAsync(Stop)).ClosedUntil);
        Pass(2 * 3600 + 1);
        Assert.Equal((running.Id, 2), ((await ClaimOne()).Id, (await Now(running)).Lease!.Run));
        Assert.Equal(other.Id, (await ClaimOne()).Id);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_hold_by_a_person_is_not_shortened_by_a_run()
    {
        await Open();
        await Add();
        var running = await Start();
        var byHand = await Hold("profile:default");
        var finished = Finished(running, EndingClass.Limit) with {
            Holds = [new GateHold("profile:default", _now.AddMinutes(1), "Limit.", "gateway")] };
        Assert.IsType<LeaseOutcome.Applied>(await _store.FinishAsync(finished, Stop));
        Assert.Equal(byHand, Assert.Single(await _store.GatesAsync(Stop)));
        Assert.Single(await SystemEvents());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_drained_run_goes_back_to_its_place_uncounted()
    {
        await Open();
        var task = await Add();
        Pass(5);
        var running = await Start();
        await Change(new TaskChange.Stop(running.Id, StopReason.Drain, "gateway", _now));
        var back = await Finish(running, EndingClass.Drained);
        Assert.Equal((TaskState.Ready, task.ReadyAt, 0, 1), (back.State, back.ReadyAt, back.Runs, back.LastRun));
        Assert.Null(back.Stop);
        Assert.Equal(2, (await ClaimOne()).Lease!.Run);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_cancelled_run_never_runs_again_however_it_ended()
    {
        await Open();
        await Add();
        var running = await Start();
        await Cancel(running);
        var ended = await Finish(running, EndingClass.Crashed);
        Assert.Equal(TaskState.Cancelled, ended.State);
        Pass(100_000);
        await Sweep();
        Assert.Empty(await Claim());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_ending_frees_slot_directory_and_limits()
    {
        await Open();
        var spec = Submissions.In("g") with { WorkingDirectory = "/srv/repo" };
        await Add(spec);
        await Add(spec);
        await Limit("group:g", 1);
        await Finish(await Confirm(Assert.Single(await Claim(Request(slots: 1)))));
        Assert.Single(await Claim(Request(slots: 1)));
    }
}
