using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class SubmitTransitionTests
{
    [Fact(Timeout = 30_000)]
    public Task A_silent_submission_gets_the_defaults_and_is_ready()
    {
        var (task, fact) = Submit(Submissions.Simple());
        Assert.Equal((TaskState.Ready, Priority.Normal, Priority.Normal), (task.State, task.Priority, task.PriorityClass));
        Assert.Equal(("default", "default", "claude", "default"), (task.Agent, task.Group, task.Engine, task.Profile));
        Assert.Equal((1, 1, SampleTasks.Noon, SampleTasks.Noon, SampleTasks.Noon.AddMinutes(10)),
            (task.Generation, task.EventCount, task.CreatedAt, task.ReadyAt, task.PromoteAt));
        Assert.Equal((EventTypes.TaskEnqueued, 1, null, TaskState.Ready), (fact.Type, fact.TaskSeq, fact.Data.From, fact.Data.State));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task The_group_is_the_agent_unless_it_is_named()
    {
        Assert.Equal("ci", Submit(Submissions.Simple() with { Agent = "ci" }).Task.Group);
        Assert.Equal("g", Submit(Submissions.Simple() with { Agent = "ci", Group = "g" }).Task.Group);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(null, "/srv")]
    [InlineData(DirectoryMode.Exclusive, "/srv")]
    [InlineData(DirectoryMode.Shared, null)]
    public Task A_directory_is_exclusive_unless_it_is_shared(DirectoryMode? mode, string? expected)
    {
        Assert.Equal(expected,
            Submit(Submissions.Simple() with { WorkingDirectory = "/srv", DirectoryMode = mode }).Task.ExclusiveDirectory);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true, 1, 5, TaskState.Held)]
    [InlineData(false, 1, 5, TaskState.Blocked)]
    [InlineData(false, 0, 5, TaskState.Scheduled)]
    [InlineData(false, 0, 0, TaskState.Ready)]
    [InlineData(false, 0, -5, TaskState.Ready)]
    [InlineData(false, 0, null, TaskState.Ready)]
    public Task Hold_then_parents_then_time_decide_where_it_waits(bool hold, int parents, int? minutes, TaskState expected)
    {
        var spec = Submissions.Simple() with { Hold = hold, RunAt = minutes is { } number ? SampleTasks.Noon.AddMinutes(number) : null };
        var (task, fact) = Transitions.Submit(new NewTask(TestIds.Of(1), spec), parents, null, SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((expected, parents), (task.State, task.OpenParents));
        Assert.Equal(expected == TaskState.Scheduled ? EventTypes.TaskScheduled : EventTypes.TaskEnqueued, fact.Type);
        TaskShape.Check(task);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_failed_parent_fails_it_at_once_even_when_held(bool hold)
    {
        var (task, fact) = Transitions.Submit(new NewTask(TestIds.Of(1), Submissions.Simple() with { Hold = hold }), 0, TestIds.Of(9),
            SampleTasks.Noon, SampleTasks.Rules);
        Assert.Equal((TaskState.Failed, FailReason.Dependency, EventTypes.TaskFailed), (task.State, task.FailReason, fact.Type));
        TaskShape.Check(task);
        return Task.CompletedTask;
    }

    private static TransitionResult.Applied Submit(TaskSubmission spec) =>
        Transitions.Submit(new NewTask(TestIds.Of(1), spec), 0, null, SampleTasks.Noon, SampleTasks.Rules);
}
