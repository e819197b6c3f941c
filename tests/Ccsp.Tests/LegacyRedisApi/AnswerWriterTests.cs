using Ccsp.Contracts;
using Ccsp.Gateway.LegacyRedisApi;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public sealed class AnswerWriterTests
{
    private static readonly ReturnAddress From = new("r-1", "ccla", null, null);

    [Fact]
    public void Success_is_told_under_both_names()
    {
        var answer = AnswerWriter.Of(From, Record(TaskState.Succeeded, SampleTasks.Ending(EndingClass.Succeeded), "Done."), null,
            SampleTasks.Noon);
        Assert.Equal((true, "Done.", "Done.", null, 3_000L),
            (answer.Success, answer.Result, answer.Output, answer.Error, answer.ExecutionTime));
        Assert.False(answer.RateLimited || answer.SessionTimeout);
    }

    [Fact]
    public void A_limit_says_when_it_ends()
    {
        var ending = SampleTasks.Ending(EndingClass.Limit) with { ResetsAt = SampleTasks.Noon.AddMinutes(10) };
        var answer = AnswerWriter.Of(From, Record(TaskState.Failed, ending), null, SampleTasks.Noon);
        Assert.Equal((false, true, 600_000L), (answer.Success, answer.RateLimited, answer.RetryAfter));
        Assert.Equal((SampleTasks.Noon.AddMinutes(10).ToUnixTimeMilliseconds(), 600_000L),
            (answer.RateLimitInfo!.UnlockTime, answer.RateLimitInfo.WaitTime));
        Assert.NotNull(answer.Error);
    }

    [Fact]
    public void A_task_that_waited_in_vain_for_a_held_profile_says_when_the_hold_ends()
    {
        var answer = AnswerWriter.Of(From, Record(TaskState.Expired, null),
            new ProfileTrouble(SignedOut: false, "Held.", SampleTasks.Noon.AddSeconds(5)), SampleTasks.Noon);
        Assert.Equal((true, 5_000L, 5_000L), (answer.RateLimited, answer.RetryAfter, answer.RateLimitInfo!.WaitTime));
    }

    [Fact]
    public void A_task_that_waited_in_vain_for_somebody_to_sign_in_says_so()
    {
        var answer = AnswerWriter.Of(From, Record(TaskState.Expired, null), new ProfileTrouble(SignedOut: true, "Signed out.", null),
            SampleTasks.Noon);
        Assert.Equal((false, true, "SESSION_TIMEOUT"), (answer.RateLimited, answer.SessionTimeout, answer.Error));
    }

    [Fact]
    public void A_lost_login_has_its_own_word()
    {
        var answer = AnswerWriter.Of(From, Record(TaskState.Failed, SampleTasks.Ending(EndingClass.Login)), null, SampleTasks.Noon);
        Assert.Equal((true, "SESSION_TIMEOUT", false), (answer.SessionTimeout, answer.Error, answer.RateLimited));
        Assert.NotNull(answer.Message);
    }

    [Theory]
    [InlineData(TaskState.Cancelled, null, "The task was cancelled.")]
    [InlineData(TaskState.Expired, null, "The task did not start within the time its client waits.")]
    [InlineData(TaskState.Failed, null, "The task failed.")]
    [InlineData(TaskState.Failed, EndingClass.Crashed, "It ended as Crashed.")]
    public void Every_other_end_has_a_reason(TaskState state, EndingClass? ending, string reason)
    {
        var answer = AnswerWriter.Of(From, Record(state, ending is { } kind ? SampleTasks.Ending(kind) : null), null, SampleTasks.Noon);
        Assert.Equal((false, reason, false, false), (answer.Success, answer.Error, answer.SessionTimeout, answer.RateLimited));
    }

    private static TaskRecord Record(TaskState state, Ending? ending, string? result = null)
    {
        var task = SampleTasks.Task(state) with { Ending = ending, StartedAt = result is null ? null : SampleTasks.Noon.AddSeconds(-3),
            FinishedAt = SampleTasks.Noon };
        return new TaskRecord(task, Submissions.Simple()) { Result = result };
    }
}
