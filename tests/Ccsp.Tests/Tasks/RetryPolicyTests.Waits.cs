using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Tasks;

public sealed partial class RetryPolicyTests
{
    [Fact(Timeout = 30_000)]
    public Task Waits_follow_what_the_provider_told_or_else_the_formula()
    {
        var task = SampleTasks.Task(TaskState.Running) with { Retries = new RetryCounters { Transient = 2, Uncounted = 3 } };
        Assert.Equal(SampleTasks.Noon.AddSeconds(10), At(Decide(task, SampleTasks.Ending(EndingClass.Network))));
        Assert.Equal(SampleTasks.Noon.AddSeconds(8.4), At(Decide(task, SampleTasks.Ending(EndingClass.Throttled))));
        Assert.Equal(SampleTasks.Noon.AddSeconds(103),
            At(Decide(task, SampleTasks.Ending(EndingClass.Throttled) with { RetryAfterMs = 100_000 })));
        Assert.Equal(SampleTasks.Noon.AddSeconds(103),
            At(Decide(task, SampleTasks.Ending(EndingClass.Limit) with { ResetsAt = SampleTasks.Noon.AddSeconds(100) })));
        Assert.Equal(SampleTasks.Noon.AddSeconds(309), At(Decide(task, SampleTasks.Ending(EndingClass.Login))));
        Assert.Equal(SampleTasks.Noon.AddSeconds(2.5),
            At(Decide(task with { Retries = new RetryCounters { Memory = 0, Transient = 5 } }, SampleTasks.Ending(EndingClass.Oom))));
        Assert.Equal(SampleTasks.Noon, At(Decide(task, SampleTasks.Ending(EndingClass.Context))));
        return Task.CompletedTask;
    }

    /// <summary>What nothing counts would be a storm if its pause could shrink: by a reset that has passed, a clock that is ahead, a delay
    /// of nothing.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(EndingClass.Limit)]
    [InlineData(EndingClass.Billing)]
    [InlineData(EndingClass.Login)]
    [InlineData(EndingClass.Throttled)]
    public Task The_pause_before_a_repeat_that_does_not_count_grows_from_a_second_to_five_minutes(EndingClass kind)
    {
        var past = SampleTasks.Ending(kind) with { ResetsAt = SampleTasks.Noon.AddHours(-3), RetryAfterMs = 0 };
        double[] least = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300];
        foreach (var (before, seconds) in least.Index())
        {
            var task = SampleTasks.Task(TaskState.Running) with { Retries = new RetryCounters { Uncounted = before } };
            Assert.InRange(At(RetryPolicy.Decide(task, past, Options, SampleTasks.Noon, 0)), SampleTasks.Noon.AddSeconds(seconds),
                SampleTasks.Noon.AddSeconds(seconds));
            Assert.InRange(At(RetryPolicy.Decide(task, past, Options, SampleTasks.Noon, 0.99)), SampleTasks.Noon.AddSeconds(seconds),
                SampleTasks.Noon.AddSeconds(seconds * 1.1));
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_time_the_provider_told_only_makes_it_longer()
    {
        var often = SampleTasks.Task(TaskState.Running) with { Retries = new RetryCounters { Uncounted = 20 } };
        Assert.Equal(SampleTasks.Noon.AddSeconds(300),
            At(RetryPolicy.Decide(often, SampleTasks.Ending(EndingClass.Throttled) with { RetryAfterMs = 600 }, Options, SampleTasks.Noon,
            0)));
        Assert.Equal(SampleTasks.Noon.AddSeconds(606),
            At(RetryPolicy.Decide(often, SampleTasks.Ending(EndingClass.Throttled) with { RetryAfterMs = 600_000 }, Options,
            SampleTasks.Noon, 0)));
        return Task.CompletedTask;
    }
}
