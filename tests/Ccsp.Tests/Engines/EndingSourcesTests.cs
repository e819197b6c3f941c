using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.Endings;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Engines;

/// <summary>What the gateway, the exit and the texts say by themselves, word by word.</summary>
public sealed class EndingSourcesTests
{
    private static DateTimeOffset Noon => SampleTasks.Noon;

    private static RunEvidence Run => new() { Transcript = new RunTranscript(OutputFormat.StreamJson), Now = Noon };

    [Theory]
    [InlineData(nameof(StopReason.Cancel), EndingClass.Cancelled, "gateway", "Stopped because the task was cancelled.")]
    [InlineData(nameof(StopReason.Timeout), EndingClass.Timeout, "gateway", "The run passed its deadline and was stopped.")]
    [InlineData(nameof(StopReason.FirstByte), EndingClass.Stalled, "gateway",
        "The run wrote nothing in the time allowed for its first byte and was stopped.")]
    [InlineData(nameof(StopReason.Silence), EndingClass.Stalled, "gateway", "The run fell silent for longer than allowed and was stopped.")]
    [InlineData(nameof(StopReason.Output), EndingClass.Output, "gateway",
        "The run wrote more than its output limit and was stopped; what it wrote is kept.")]
    [InlineData(nameof(StopReason.Limit), EndingClass.Limit, "estimated", "The provider's window is used up; the run was stopped.")]
    [InlineData(nameof(StopReason.Login), EndingClass.Login, "event", "The provider refused the sign-in twice; the run was stopped.")]
    [InlineData(nameof(StopReason.Throttle), EndingClass.Throttled, "event",
        "The provider kept throttling; the run was stopped and will go on later.")]
    [InlineData(nameof(StopReason.Budget), EndingClass.Budget, "gateway", "The run reached its spending limit and was stopped.")]
    [InlineData(nameof(StopReason.Drain), EndingClass.Drained, "gateway", "Stopped to empty the instance.")]
    [InlineData(nameof(StopReason.Emergency), EndingClass.Drained, "gateway", "Stopped by the emergency stop.")]
    public void Who_stopped_a_run_is_told(string stop, EndingClass kind, string source, string message) =>
        Assert.Equal((kind, source, message),
            Of(ByGateway.Judge(Run with { Stop = Enum.Parse<StopReason>(stop), DeadlinePassed = true, OutOfMemory = true })));

    [Fact]
    public void What_the_gateway_saw_is_told_in_its_order()
    {
        Assert.Null(ByGateway.Judge(Run));
        var all = Run with { StartFailure = "ENOENT", LostReason = "no record", Stop = StopReason.Drain, DeadlinePassed = true,
            OutOfMemory = true };
        Assert.Equal((EndingClass.EngineMissing, "exit", "The engine's program could not be started: ENOENT"), Of(ByGateway.Judge(all)));
        Assert.Equal((EndingClass.Lost, "gateway", "The run is gone without a record of its end: no record"),
            Of(ByGateway.Judge(all with { StartFailure = null })));
        var late = all with { StartFailure = null, LostReason = null, Stop = null };
        Assert.Equal((EndingClass.Timeout, "gateway", "The run passed its deadline and was stopped."), Of(ByGateway.Judge(late)));
        Assert.Equal((EndingClass.Oom, "gateway", "The kernel killed the run for memory."),
            Of(ByGateway.Judge(late with { DeadlinePassed = false })));
    }

    [Theory]
    [InlineData(127, false, EndingClass.EngineMissing, "The engine's program could not be started (exit code 127). last")]
    [InlineData(126, false, EndingClass.EngineMissing, "The engine's program could not be started (exit code 126). last")]
    [InlineData(125, false, EndingClass.Crashed, "Ended with exit code 125 without a result. last")]
    [InlineData(137, false, EndingClass.Crashed, "Ended by signal 9 without a result.")]
    [InlineData(0, false, EndingClass.Crashed, "Ended with exit code 0 but without a result: its output is incomplete.")]
    [InlineData(0, true, EndingClass.Crashed, "Ended with exit code 0 but without a result: its output is incomplete.")]
    [InlineData(3, true, EndingClass.Failed, "The program answered with exit code 3. last")]
    [InlineData(3, false, EndingClass.Crashed, "Ended with exit code 3 without a result. last")]
    [InlineData(null, false, EndingClass.Unknown, "Neither an exit code nor a result is known.")]
    public void An_exit_alone_tells_its_code_and_the_last_line(int? code, bool isAnswer, EndingClass kind, string message) =>
        Assert.Equal((kind, "exit", message), Of(ByExit.Judge(Run with { ExitCode = code, StderrTail = "first\nlast\n",
            Program = ProgramConduct.ClaudeCode with { ExitIsAnswer = isAnswer } })));

    [Fact]
    public void The_last_line_is_that_of_stdout_where_stderr_is_empty()
    {
        var run = Run with { ExitCode = 3, StderrTail = " \n" };
        run.Transcript.Add(new EngineEvent.TextLine("said"));
        run.Transcript.Add(new EngineEvent.TextLine("at last"));
        Assert.Equal("Ended with exit code 3 without a result. at last", ByExit.Judge(run).Message);
        // A program that has spoken could be started.
        Assert.Equal(EndingClass.Crashed, ByExit.Judge(run with { ExitCode = 127 }).Class);
        Assert.Equal("The program answered with exit code 3.",
            ByExit.Judge(Run with { ExitCode = 3, Program = ProgramConduct.ClaudeCode with { ExitIsAnswer = true } }).Message);
    }

    [Theory]
    [InlineData("your Session limit", "five_hour")]
    [InlineData("5-hour limit", "five_hour")]
    [InlineData("weekly limit", "seven_day")]
    [InlineData("Opus limit", "seven_day_opus")]
    [InlineData("Sonnet limit", "seven_day_sonnet")]
    [InlineData("Fable limit", "seven_day_overage_included")]
    [InlineData("out of extra usage", "overage")]
    [InlineData("limit", null)]
    [InlineData("opuses", null)]
    public void A_text_names_its_window(string text, string? window) => Assert.Equal(window, LimitText.WindowIn(text));

    [Theory]
    [InlineData("session", 1)]
    [InlineData("no window", 1)]
    [InlineData("weekly", 6)]
    public void Without_a_time_a_limit_is_looked_at_again_after_an_estimate(string text, int hours) =>
        Assert.Equal((Noon.AddHours(hours), "estimated"), (Limits.Verdict(Run, text).ResetsAt, Limits.Verdict(Run, text).Source));

    [Fact]
    public void A_reset_is_believed_within_ten_minutes_past_and_two_months_ahead()
    {
        Assert.Null(ResetTimes.Believe(null, Noon));
        Assert.Null(ResetTimes.Believe(Noon.AddMinutes(-10), Noon));
        Assert.Equal(Noon.AddMinutes(-10).AddTicks(1), ResetTimes.Believe(Noon.AddMinutes(-10).AddTicks(1), Noon));
        Assert.Null(ResetTimes.Believe(Noon.AddDays(62), Noon));
        Assert.Equal(Noon.AddDays(62).AddTicks(-1), ResetTimes.Believe(Noon.AddDays(62).AddTicks(-1), Noon));
        Assert.Equal(TimeSpan.Zero, ResetTimes.Believe(Noon.ToOffset(TimeSpan.FromHours(9)), Noon)!.Value.Offset);
    }

    [Theory]
    [InlineData("five_hour", 310, 310)]
    [InlineData("five_hour", 311, 300)]
    [InlineData("seven_day", 10_090, 10_090)]
    [InlineData("seven_day_opus", 10_091, 10_080)]
    [InlineData("overage", 10_091, 10_091)]
    [InlineData(null, 10_091, 10_091)]
    public void A_window_ends_within_its_length_whatever_a_clock_ahead_says(string? window, int minutes, int believed) =>
        Assert.Equal(Noon.AddMinutes(believed), ResetTimes.Believe(window, Noon.AddMinutes(minutes), Noon));

    private static (EndingClass, string, string) Of(Verdict? verdict)
    {
        Assert.NotNull(verdict);
        return (verdict.Class, verdict.Source, verdict.Message);
    }
}
