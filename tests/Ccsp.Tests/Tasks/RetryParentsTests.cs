using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed class RetryParentsTests
{
    private static readonly AgentTask Child = SampleTasks.Task(TaskState.Failed);

    [Theory]
    [InlineData(TaskState.Failed, 1, true)]
    [InlineData(TaskState.Cancelled, 1, true)]
    [InlineData(TaskState.Expired, 1, true)]
    [InlineData(TaskState.Succeeded, 1, false)]
    [InlineData(TaskState.Failed, 0, false)]
    [InlineData(TaskState.Failed, -1, false)]
    [InlineData(TaskState.Running, 1, false)]
    public void A_parent_failed_again_if_it_ended_badly_after_the_task_had(TaskState state, int milliseconds, bool again)
    {
        var parent = SampleTasks.Task(state) with { Id = TestIds.Of(9), FinishedAt = SampleTasks.Noon.AddMilliseconds(milliseconds) };
        var good = SampleTasks.Task(TaskState.Succeeded) with { Id = TestIds.Of(8) };
        Assert.Equal(again ? parent : null, new RetryParents([good, parent], ParentFailure.Fail).FailedAgain(Child));
        Assert.Null(new RetryParents([good, parent], ParentFailure.Continue).FailedAgain(Child));
    }

    [Fact]
    public void Those_that_have_not_ended_are_waited_for()
    {
        var parents = new RetryParents(
            [SampleTasks.Task(TaskState.Running), SampleTasks.Task(TaskState.Failed), SampleTasks.Task(TaskState.Held)],
            ParentFailure.Fail);
        Assert.Equal((2, 0), (parents.Open, RetryParents.None.Open));
        var after = Retry(SampleTasks.Task(TaskState.Failed), parents, afterParents: true);
        Assert.Equal((TaskState.Blocked, 2), (TaskShape.Applied(after).Task.State, TaskShape.Applied(after).Task.OpenParents));
    }

    [Fact]
    public void Only_who_is_tried_again_together_with_its_parents_is_refused_for_one_of_them()
    {
        var parent = SampleTasks.Task(TaskState.Failed) with { Id = TestIds.Of(9), FinishedAt = SampleTasks.Noon.AddSeconds(1) };
        var parents = new RetryParents([parent], ParentFailure.Fail);
        Assert.Equal($"Task {parent.Id}, on which it depends, has failed again.",
            Assert.IsType<TransitionResult.Refused>(Retry(Child, parents, afterParents: true)).Reason);
        Assert.Equal(TaskState.Ready, TaskShape.Applied(Retry(Child, parents, afterParents: false)).Task.State);
        Assert.Equal(TaskState.Ready, TaskShape.Applied(Retry(Child, RetryParents.None, afterParents: true)).Task.State);
    }

    private static TransitionResult Retry(AgentTask task, RetryParents parents, bool afterParents) =>
        Transitions.Retry(task, parents, afterParents, "anna", SampleTasks.Noon, SampleTasks.Rules);
}
