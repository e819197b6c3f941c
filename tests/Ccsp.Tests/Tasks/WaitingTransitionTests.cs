using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class WaitingTransitionTests
{
    [Theory(Timeout = 30_000)]
    [InlineData(1, null, TaskState.Blocked, EventTypes.TaskChanged)]
    [InlineData(0, 5, TaskState.Scheduled, EventTypes.TaskScheduled)]
    [InlineData(0, -5, TaskState.Ready, EventTypes.TaskReady)]
    [InlineData(0, null, TaskState.Ready, EventTypes.TaskReady)]
    public Task An_approved_task_goes_on_to_what_it_still_waits_for(int parents, int? minutes, TaskState expected, string type)
    {
        var held = SampleTasks.Task(TaskState.Held) with { OpenParents = parents,
            RunAt = minutes is { } number ? SampleTasks.Noon.AddMinutes(number) : null };
        var applied = Assert.IsType<TransitionResult.Applied>(Transitions.Approve(held, "anna", SampleTasks.Noon, SampleTasks.Rules));
        Assert.Equal((expected, type, "anna"), (applied.Task.State, applied.Fact.Type, applied.Fact.Data.Actor));
        TaskShape.Check(applied.Task);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Only_the_last_parent_lets_a_blocked_task_go()
    {
        var (one, none) = Transitions.ParentEnded(SampleTasks.Task(TaskState.Blocked) with { OpenParents = 2 }, TestIds.Of(9), true,
            ParentFailure.Fail, SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((TaskState.Blocked, 1, 1), (one.State, one.OpenParents, one.EventCount));
        Assert.Null(none);
        var (ready, fact) = Transitions.ParentEnded(one, TestIds.Of(9), false, ParentFailure.Continue, SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((TaskState.Ready, SampleTasks.Noon, EventTypes.TaskReady), (ready.State, ready.ReadyAt, fact!.Type));
        var (later, _) = Transitions.ParentEnded(one with { RunAt = SampleTasks.Noon.AddHours(1) }, TestIds.Of(9), true,
            ParentFailure.Fail, SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((TaskState.Scheduled, WaitReason.User), (later.State, later.WaitReason));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(TaskState.Blocked)]
    [InlineData(TaskState.Held)]
    public Task A_failed_parent_fails_who_waits_for_it(TaskState state)
    {
        var (failed, fact) =
            Transitions.ParentEnded(SampleTasks.Task(state) with { OpenParents = 2 }, TestIds.Of(9), false, ParentFailure.Fail,
                SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((TaskState.Failed, FailReason.Dependency, EventTypes.TaskFailed), (failed.State, failed.FailReason, fact!.Type));
        TaskShape.Check(failed);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_held_task_stays_held_when_its_last_parent_ends()
    {
        var (held, fact) = Transitions.ParentEnded(SampleTasks.Task(TaskState.Held) with { OpenParents = 1 }, TestIds.Of(9), true,
            ParentFailure.Fail, SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((TaskState.Held, 0), (held.State, held.OpenParents));
        Assert.Null(fact);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Who_does_not_wait_for_parents_hears_nothing_of_them()
    {
        foreach (var state in Enum.GetValues<TaskState>().Where(state => state is not (TaskState.Held or TaskState.Blocked)))
        {
            foreach (var succeeded in new[] { true, false })
            {
                var task = SampleTasks.Task(state);
                var (after, fact) = Transitions.ParentEnded(task, TestIds.Of(9), succeeded, ParentFailure.Fail, SampleTasks.Noon,
                    SampleTasks.Rules);
                Assert.Same(task, after);
                Assert.Null(fact);
            }
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_due_task_takes_the_place_of_its_due_time()
    {
        var scheduled = SampleTasks.Task(TaskState.Scheduled);
        Assert.IsType<TransitionResult.Refused>(Transitions.Due(scheduled, scheduled.RunAt!.Value.AddMilliseconds(-1), SampleTasks.Rules));
        var ready = Assert.IsType<TransitionResult.Applied>(
            Transitions.Due(scheduled, SampleTasks.Noon.AddHours(3), SampleTasks.Rules)).Task;
        Assert.Equal((scheduled.RunAt, scheduled.RunAt.Value.AddMinutes(10)), (ready.ReadyAt, ready.PromoteAt));
        var unknown = Assert.IsType<TransitionResult.Applied>(
            Transitions.Due(scheduled with { RunAt = null }, SampleTasks.Noon, SampleTasks.Rules)).Task;
        Assert.Equal(SampleTasks.Noon, unknown.ReadyAt);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_task_expires_at_its_limit_unless_it_has_none_or_has_started()
    {
        var ready = SampleTasks.Task() with { StartBefore = SampleTasks.Noon };
        Assert.IsType<TransitionResult.Applied>(Transitions.Expire(ready, SampleTasks.Noon));
        Assert.IsType<TransitionResult.Refused>(Transitions.Expire(ready, SampleTasks.Noon.AddMilliseconds(-1)));
        Assert.IsType<TransitionResult.Refused>(Transitions.Expire(ready with { StartBefore = null }, SampleTasks.Noon));
        Assert.IsType<TransitionResult.Refused>(Transitions.Expire(ready with { LastRun = 1 }, SampleTasks.Noon));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_promotion_keeps_the_place_and_stops_at_high()
    {
        var low = SampleTasks.Task() with { Priority = Priority.Low, PriorityClass = Priority.Low };
        Assert.IsType<TransitionResult.Refused>(Transitions.Promote(low, low.PromoteAt!.Value.AddMilliseconds(-1), SampleTasks.Rules));
        var normal = Assert.IsType<TransitionResult.Applied>(Transitions.Promote(low, SampleTasks.Noon.AddHours(1), SampleTasks.Rules));
        Assert.Equal((Priority.Low, Priority.Normal, low.ReadyAt, low.PromoteAt.Value.AddMinutes(10)),
            (normal.Task.Priority, normal.Task.PriorityClass, normal.Task.ReadyAt, normal.Task.PromoteAt));
        Assert.Equal((EventTypes.TaskPromoted, Priority.Normal), (normal.Fact.Type, normal.Fact.Data.EffectivePriority));
        var high = Assert.IsType<TransitionResult.Applied>(
            Transitions.Promote(normal.Task, SampleTasks.Noon.AddHours(1), SampleTasks.Rules)).Task;
        Assert.Equal(Priority.High, high.PriorityClass);
        Assert.Null(high.PromoteAt);
        Assert.IsType<TransitionResult.Refused>(Transitions.Promote(high, SampleTasks.Noon.AddYears(1), SampleTasks.Rules));
        return Task.CompletedTask;
    }
}
