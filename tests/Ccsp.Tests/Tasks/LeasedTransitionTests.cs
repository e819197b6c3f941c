using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class LeasedTransitionTests
{
    [Fact(Timeout = 30_000)]
    public Task A_claim_names_the_next_run_and_stops_ageing()
    {
        var applied = TaskShape.Applied(
            Transitions.Claim(SampleTasks.Task() with { LastRun = 3, Runs = 2 }, "one", SampleTasks.Token, 42, SampleTasks.Noon));
        Assert.Equal(new Lease("one", SampleTasks.Token, 4, SampleTasks.Noon, 42), applied.Task.Lease);
        Assert.Null(applied.Task.PromoteAt);
        Assert.Equal((EventTypes.TaskStarting, 4, "one"), (applied.Fact.Type, applied.Fact.Run, applied.Fact.InstanceId));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_confirmed_run_counts_from_then_on()
    {
        var starting = SampleTasks.Task(TaskState.Starting) with { ConversationId = "old" };
        var applied = TaskShape.Applied(Transitions.Confirm(starting, SampleTasks.Token, 4711, "new", SampleTasks.Noon));
        Assert.Equal((1, 1, SampleTasks.Noon, "new"),
            (applied.Task.Runs, applied.Task.LastRun, applied.Task.StartedAt, applied.Task.ConversationId));
        Assert.Equal((4711, "new"), (applied.Fact.Data.Pid, applied.Fact.Data.ConversationId));
        Assert.Equal("old", TaskShape.Applied(
            Transitions.Confirm(starting, SampleTasks.Token, 4711, null, SampleTasks.Noon)).Task.ConversationId);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_failed_start_is_not_counted_and_keeps_place_and_class()
    {
        var starting = SampleTasks.Task(TaskState.Starting) with { PriorityClass = Priority.High };
        var applied = TaskShape.Applied(
            Transitions.SpawnFailed(starting, SampleTasks.Token, "EAGAIN", SampleTasks.Noon, SampleTasks.Rules));
        Assert.Equal((TaskState.Ready, starting.ReadyAt, Priority.High, 0, 0),
            (applied.Task.State, applied.Task.ReadyAt, applied.Task.PriorityClass, applied.Task.Runs, applied.Task.LastRun));
        Assert.Equal(("EAGAIN", 1), (applied.Fact.Data.Reason, applied.Fact.Run));
        // Ageing begins anew with the return, and not for a class that does not age.
        Assert.Null(applied.Task.PromoteAt);
        Assert.Equal(SampleTasks.Noon + SampleTasks.Rules.AgeingStep,
            TaskShape.Applied(Transitions.SpawnFailed(starting with { PriorityClass = Priority.Normal }, SampleTasks.Token, "EAGAIN",
                SampleTasks.Noon, SampleTasks.Rules)).Task.PromoteAt);
        Assert.Equal(SampleTasks.Noon,
            TaskShape.Applied(Transitions.SpawnFailed(starting with { ReadyAt = null, PriorityClass = Priority.Normal }, SampleTasks.Token,
            "EAGAIN", SampleTasks.Noon, SampleTasks.Rules)).Task.ReadyAt);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("cancel", TaskState.Cancelled)]
    [InlineData("drain", TaskState.Ready)]
    [InlineData("emergency", TaskState.Ready)]
    public Task A_start_that_was_stopped_before_it_was_confirmed_ends_as_its_stop_says(string word, TaskState expected)
    {
        Assert.True(EnumNames<StopReason>.TryParse(word, out var reason));
        var stopping = TaskShape.Applied(Transitions.AskStop(SampleTasks.Task(TaskState.Starting), reason, "anna", SampleTasks.Noon)).Task;
        var after = TaskShape.Applied(
            Transitions.SpawnFailed(stopping, SampleTasks.Token, "Stopped.", SampleTasks.Noon, SampleTasks.Rules)).Task;
        Assert.Equal((expected, 0), (after.State, after.Runs));
        TaskShape.Check(after);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_confirmed_run_under_cancel_that_is_given_back_is_cancelled()
    {
        var stopping = SampleTasks.Task(TaskState.Stopping) with { Stop = new StopRequest(StopReason.Cancel, "anna", SampleTasks.Noon) };
        Assert.Equal(TaskState.Cancelled,
            TaskShape.Applied(Transitions.SpawnFailed(stopping, SampleTasks.Token, "Gone.", SampleTasks.Noon,
            SampleTasks.Rules)).Task.State);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_cancel_replaces_every_other_stop_and_is_replaced_by_none()
    {
        foreach (var first in Enum.GetValues<StopReason>())
        {
            var stopping = TaskShape.Applied(
                Transitions.AskStop(SampleTasks.Task(TaskState.Running), first, "gateway", SampleTasks.Noon)).Task;
            foreach (var second in Enum.GetValues<StopReason>())
            {
                var again = Transitions.AskStop(stopping, second, "anna", SampleTasks.Noon);
                if (second == StopReason.Cancel && first != StopReason.Cancel)
                    Assert.Equal(new StopRequest(StopReason.Cancel, "anna", SampleTasks.Noon), TaskShape.Applied(again).Task.Stop);
                else
                    Assert.IsType<TransitionResult.Refused>(again);
            }
        }

        return Task.CompletedTask;
    }
}
