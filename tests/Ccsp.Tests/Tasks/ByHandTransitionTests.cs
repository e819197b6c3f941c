using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class ByHandTransitionTests
{
    [Fact(Timeout = 30_000)]
    public Task A_new_priority_starts_ageing_anew_and_keeps_the_place()
    {
        var aged = SampleTasks.Task() with { Priority = Priority.Low, PriorityClass = Priority.High, PromoteAt = null };
        var applied = TaskShape.Applied(Transitions.Rearrange(aged, Priority.Normal, null, "anna", SampleTasks.Noon, SampleTasks.Rules));
        Assert.Equal((Priority.Normal, Priority.Normal, aged.ReadyAt, SampleTasks.Noon.AddMinutes(10), "default"),
            (applied.Task.Priority, applied.Task.PriorityClass, applied.Task.ReadyAt, applied.Task.PromoteAt, applied.Task.Group));
        Assert.Equal((EventTypes.TaskChanged, Priority.Normal, "anna"),
            (applied.Fact.Type, applied.Fact.Data.Priority, applied.Fact.Data.Actor));
        Assert.Null(TaskShape.Applied(
            Transitions.Rearrange(aged, Priority.Urgent, null, "anna", SampleTasks.Noon, SampleTasks.Rules)).Task.PromoteAt);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_new_group_alone_leaves_the_class_as_it_aged()
    {
        var aged = SampleTasks.Task() with { Priority = Priority.Low, PriorityClass = Priority.Normal };
        var after = TaskShape.Applied(Transitions.Rearrange(aged, null, "g", "anna", SampleTasks.Noon, SampleTasks.Rules)).Task;
        Assert.Equal(("g", Priority.Low, Priority.Normal, aged.PromoteAt),
            (after.Group, after.Priority, after.PriorityClass, after.PromoteAt));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(TaskState.Held, EventTypes.TaskChanged)]
    [InlineData(TaskState.Blocked, EventTypes.TaskChanged)]
    [InlineData(TaskState.Scheduled, EventTypes.TaskScheduled)]
    [InlineData(TaskState.Ready, EventTypes.TaskScheduled)]
    public Task A_new_start_time_is_kept_in_every_waiting_state(TaskState state, string type)
    {
        var later = SampleTasks.Noon.AddHours(2);
        var applied = TaskShape.Applied(
            Transitions.Reschedule(SampleTasks.Task(state), later, "anna", SampleTasks.Noon, SampleTasks.Rules));
        Assert.Equal((later, type), (applied.Task.RunAt, applied.Fact.Type));
        TaskShape.Check(applied.Task);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(TaskState.Scheduled, EventTypes.TaskReady)]
    [InlineData(TaskState.Ready, EventTypes.TaskChanged)]
    public Task A_start_time_of_now_makes_it_ready(TaskState state, string type)
    {
        var applied = TaskShape.Applied(
            Transitions.Reschedule(SampleTasks.Task(state), SampleTasks.Noon, "anna", SampleTasks.Noon, SampleTasks.Rules));
        Assert.Equal((TaskState.Ready, SampleTasks.Noon, type), (applied.Task.State, applied.Task.ReadyAt, applied.Fact.Type));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_retry_by_hand_resets_budgets_and_keeps_history()
    {
        var failed = SampleTasks.Task(TaskState.Failed) with
        {
            Generation = 2,
            Runs = 6,
            LastRun = 7,
            Retries = new RetryCounters { Transient = 5 },
            StartBefore = SampleTasks.Noon.AddHours(-1),
            OpenParents = 1,
            Usage = SampleTasks.Usage(),
            Ending = SampleTasks.Ending(EndingClass.Network),
            ConversationId = "c-1",
        };
        var applied = TaskShape.Applied(Transitions.Retry(failed, RetryParents.None, false, "anna", SampleTasks.Noon, SampleTasks.Rules));
        Assert.Equal((TaskState.Ready, 3, default(RetryCounters), null, 0),
            (applied.Task.State, applied.Task.Generation, applied.Task.Retries, applied.Task.StartBefore, applied.Task.OpenParents));
        Assert.Equal((6, 7, failed.Usage, failed.Ending, "c-1"),
            (applied.Task.Runs, applied.Task.LastRun, applied.Task.Usage, applied.Task.Ending, applied.Task.ConversationId));
        Assert.Equal(EventTypes.TaskRequeued, applied.Fact.Type);
        TaskShape.Check(applied.Task);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Changed_metadata_changes_nothing_but_the_count_of_events()
    {
        foreach (var state in Enum.GetValues<TaskState>())
        {
            var task = SampleTasks.Task(state);
            var applied = Transitions.MetadataChanged(task, "anna", SampleTasks.Noon);
            Assert.Equal(task with { EventCount = 2 }, applied.Task);
            Assert.Equal((EventTypes.TaskChanged, "anna"), (applied.Fact.Type, applied.Fact.Data.Actor));
        }

        return Task.CompletedTask;
    }
}
