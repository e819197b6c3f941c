using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class EndingTransitionTests
{
    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Limit, WaitReason.Limit)]
    [InlineData(EndingClass.Billing, WaitReason.Limit)]
    [InlineData(EndingClass.Login, WaitReason.Session)]
    [InlineData(EndingClass.Throttled, WaitReason.Retry)]
    public Task What_is_not_the_tasks_doing_is_not_counted(EndingClass kind, WaitReason reason)
    {
        var applied = End(SampleTasks.Task(TaskState.Running), kind);
        Assert.Equal((TaskState.Scheduled, reason, 0, 1),
            (applied.Task.State, applied.Task.WaitReason, applied.Task.Runs, applied.Task.LastRun));
        Assert.Equal((EventTypes.TaskRequeued, reason, applied.Task.RunAt),
            (applied.Fact.Type, applied.Fact.Data.WaitReason, applied.Fact.Data.WaitUntil));
        TaskShape.Check(applied.Task);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_run_of_an_engine_that_cannot_run_is_not_counted()
    {
        var running = SampleTasks.Task(TaskState.Running);
        var applied = TaskShape.Applied(
            Transitions.End(running, SampleTasks.Token, SampleTasks.Ending(EndingClass.Crashed), SampleTasks.Usage(), null,
            SampleTasks.Noon, 0, SampleTasks.Rules, engineDown: true));
        Assert.Equal((TaskState.Scheduled, WaitReason.Retry, 0), (applied.Task.State, applied.Task.WaitReason, applied.Task.Runs));
        Assert.Equal(new RetryCounters { Uncounted = 1 }, applied.Task.Retries);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_drained_run_goes_back_to_its_place_uncounted()
    {
        var running = SampleTasks.Task(TaskState.Running) with { PriorityClass = Priority.High };
        var after = End(running, EndingClass.Drained).Task;
        Assert.Equal((TaskState.Ready, running.ReadyAt, Priority.High, 0, 1),
            (after.State, after.ReadyAt, after.PriorityClass, after.Runs, after.LastRun));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Runs_before_the_uncounted_one_stay_counted()
    {
        var third = SampleTasks.Task(TaskState.Running) with { Runs = 3, LastRun = 5,
            Lease = SampleTasks.Task(TaskState.Running).Lease! with { Run = 5 } };
        Assert.Equal(2, End(third, EndingClass.Limit).Task.Runs);
        Assert.Equal(3, End(third, EndingClass.Network).Task.Runs);
        // Not confirmed: nothing was counted that could be taken back.
        var unconfirmed = third with { State = TaskState.Stopping, Stop = new StopRequest(StopReason.Drain, "gateway", SampleTasks.Noon),
            LastRun = 4 };
        Assert.Equal(3, End(unconfirmed, EndingClass.Drained).Task.Runs);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task An_ending_adds_its_usage_and_says_it_in_the_event()
    {
        var running = SampleTasks.Task(TaskState.Running) with { Usage = SampleTasks.Usage(output: 100, cost: 1) };
        var applied = End(running, EndingClass.Succeeded);
        Assert.Equal((110L, 1.25m), (applied.Task.Usage.OutputTokens, applied.Task.Usage.CostUsd));
        Assert.Equal((EventTypes.TaskCompleted, 10L, EndingClass.Succeeded, "one", 1),
            (applied.Fact.Type, applied.Fact.Data.Usage!.OutputTokens, applied.Fact.Data.Ending!.Class, applied.Fact.InstanceId,
            applied.Fact.Run));
        Assert.Equal(applied.Fact.Data.Ending, applied.Task.Ending);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("c-2")]
    [InlineData(null)]
    public Task The_next_run_continues_the_conversation_the_ending_names(string? conversation)
    {
        var running = SampleTasks.Task(TaskState.Running) with { ConversationId = "c-1" };
        var result = Transitions.End(running, SampleTasks.Token, SampleTasks.Ending(EndingClass.Network), RunUsage.None, conversation,
            SampleTasks.Noon, 0, SampleTasks.Rules);
        Assert.Equal(conversation, TaskShape.Applied(result).Task.ConversationId);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_full_conversation_is_left_behind()
    {
        var result = Transitions.End(SampleTasks.Task(TaskState.Running), SampleTasks.Token, SampleTasks.Ending(EndingClass.Context),
            RunUsage.None, "c-1", SampleTasks.Noon, 0, SampleTasks.Rules);
        var after = TaskShape.Applied(result).Task;
        Assert.Equal((TaskState.Scheduled, SampleTasks.Noon), (after.State, after.RunAt));
        Assert.Null(after.ConversationId);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Whatever_the_ending_a_cancelled_run_is_cancelled()
    {
        var stopping = SampleTasks.Task(TaskState.Stopping) with { Stop = new StopRequest(StopReason.Cancel, "anna", SampleTasks.Noon) };
        foreach (var kind in Enum.GetValues<EndingClass>())
        {
            var applied = End(stopping, kind);
            Assert.Equal((TaskState.Cancelled, EventTypes.TaskCancelled, StopReason.Cancel, "anna"),
                (applied.Task.State, applied.Fact.Type, applied.Fact.Data.StopReason, applied.Fact.Data.Actor));
        }

        Assert.Equal(TaskState.Cancelled,
            TaskShape.Applied(Transitions.Lost(stopping, SampleTasks.Token, SampleTasks.Noon, 0, SampleTasks.Rules)).Task.State);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_lost_lease_names_its_instance_and_counts_as_lost()
    {
        var applied = TaskShape.Applied(
            Transitions.Lost(SampleTasks.Task(TaskState.Running), SampleTasks.Token, SampleTasks.Noon, 0, SampleTasks.Rules));
        Assert.Equal((TaskState.Scheduled, 1, 1), (applied.Task.State, applied.Task.Retries.Lost, applied.Task.Runs));
        Assert.Contains("one", applied.Task.Ending!.Message, StringComparison.Ordinal);
        var last = SampleTasks.Task(TaskState.Starting) with { Retries = new RetryCounters { Lost = 3 } };
        var failed = TaskShape.Applied(Transitions.Lost(last, SampleTasks.Token, SampleTasks.Noon, 0, SampleTasks.Rules)).Task;
        Assert.Equal((TaskState.Failed, FailReason.Lost), (failed.State, failed.FailReason));
        return Task.CompletedTask;
    }

    private static TransitionResult.Applied End(AgentTask task, EndingClass kind) =>
        TaskShape.Applied(Transitions.End(task, SampleTasks.Token, SampleTasks.Ending(kind), SampleTasks.Usage(), null, SampleTasks.Noon,
        0.5, SampleTasks.Rules));
}
