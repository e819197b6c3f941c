using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Tasks;

/// <summary>What every version of a task looks like in its state.</summary>
internal static class TaskShape
{
    public static TransitionResult.Applied Applied(TransitionResult result) => Assert.IsType<TransitionResult.Applied>(result);

    public static void Check(AgentTask task)
    {
        Assert.Equal(task.IsLeased, task.Lease is not null);
        Assert.Equal(task.State == TaskState.Stopping, task.Stop is not null);
        Assert.Equal(task.State == TaskState.Scheduled, task.WaitReason is not null);
        Assert.Equal(task.State == TaskState.Failed, task.FailReason is not null);
        Assert.Equal(task.IsTerminal, task.FinishedAt is not null);
        if (task.State == TaskState.Scheduled)
            Assert.NotNull(task.RunAt);
        if (task.State == TaskState.Ready)
            Assert.NotNull(task.ReadyAt);
        if (task.State is TaskState.Ready or TaskState.Starting or TaskState.Running or TaskState.Stopping || task.IsTerminal)
            Assert.Null(task.RunAt);
        if (task.State == TaskState.Blocked)
            Assert.True(task.OpenParents > 0);
        Assert.Equal(task.State == TaskState.Ready && task.PriorityClass is Priority.Normal or Priority.Low, task.PromoteAt is not null);
        Assert.True(task.PriorityClass <= task.Priority, "Served below its priority.");
        Assert.Equal(task.Priority == Priority.Urgent, task.PriorityClass == Priority.Urgent);
        Assert.True(task.Runs <= task.LastRun);
        Assert.All(new[] { task.ReadyAt, task.RunAt, task.PromoteAt, task.FinishedAt },
            time => Assert.Equal(0, (time?.Ticks ?? 0) % TimeSpan.TicksPerMillisecond));
    }
}
