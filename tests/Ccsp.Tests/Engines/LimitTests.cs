using System.Globalization;
using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Engines.Endings;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class LimitTests
{
    private const string Refused =
        """{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"terminal_reason":"api_error","num_turns":"""
        + """1,"result":"no words known here"}""";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClaudeCodeEngine Engine = new("claude", new EngineOptions());

    [Fact(Timeout = 30_000)]
    public Task Windows_told_only_together_are_a_limit_until_the_last_used_up_one_opens()
    {
        var ending = Judge(
            $$$"""{"five_hour":{"status":"rejected","resetsAt":{{{In(2)}}}},"seven_day":{"status":"rejected","resetsAt":{{{In(50)}}}}"""
            + $$$""","seven_day_opus":{"utilization":0.4,"resetsAt":{{{In(90)}}}}}""");

        Assert.Equal((EndingClass.Limit, "event", "seven_day"), (ending.Class, ending.Source, ending.Window));
        Assert.Equal(Noon.AddHours(50), ending.ResetsAt);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"five_hour":{"utilization":1.0,"resetsAt":RESET}}""", EndingClass.Limit)]
    [InlineData("""{"five_hour":{"utilization":0.4,"resetsAt":RESET}}""", EndingClass.Throttled)]
    [InlineData("""{"five_hour":{"status":"allowed","utilization":1.0,"resetsAt":RESET}}""", EndingClass.Throttled)]
    [InlineData("{}", EndingClass.Throttled)]
    public Task A_refusal_without_a_used_up_window_is_a_throttle(string windows, EndingClass expected)
    {
        Assert.Equal(expected, Judge(windows.Replace("RESET", In(2), StringComparison.Ordinal)).Class);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("null", "You've hit your limit · resets 3pm (UTC)", EndingClass.Limit)]
    [InlineData("[]", "You've hit your session limit", EndingClass.Limit)]
    [InlineData("""{"five_hour":{}}""", "You've hit your limit", EndingClass.Limit)]
    [InlineData("null", "API Error: Request rejected (429)", EndingClass.Throttled)]
    public Task A_refusal_that_names_no_window_leaves_it_to_the_words(string windows, string words, EndingClass expected)
    {
        var ending = JudgeLines(
            $$$"""{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","unifiedWindows":{{{windows}}}}}""",
            Refused.Replace("no words known here", words, StringComparison.Ordinal));

        Assert.Equal(expected, ending.Class);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("You've hit your session limit", "five_hour", 1)]
    [InlineData("You've hit your weekly limit", "seven_day", 6)]
    [InlineData("You've hit your limit", "seven_day", 6)]
    public Task The_window_a_refusal_names_goes_before_that_of_an_earlier_warning(string words, string window, int hours)
    {
        var ending = JudgeLines(
            """{"type":"rate_limit_event","rate_limit_info":{"status":"allowed_warning","rateLimitType":"seven_day"}}""",
            Refused.Replace("no words known here", words, StringComparison.Ordinal));

        Assert.Equal((EndingClass.Limit, "estimated", window), (ending.Class, ending.Source, ending.Window));
        Assert.Equal(Noon.AddHours(hours), ending.ResetsAt);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("\"2026-11-20T15:00:00Z\"")]
    [InlineData("\"2026-11-20T16:00:00+01:00\"")]
    [InlineData("\"1795186800\"")]
    [InlineData("1795186800000")]
    public Task A_reset_is_understood_as_digits_and_as_a_written_time(string reset)
    {
        var ending = Judge($$$"""{"five_hour":{"status":"rejected","resetsAt":{{{reset}}}}}""");

        Assert.Equal(("event", Noon.AddHours(3)), (ending.Source, ending.ResetsAt!.Value));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(24 * 365 * 20)]
    [InlineData(24 * 63)]
    [InlineData(-1)]
    [InlineData(-24 * 365 * 10)]
    public Task A_reset_that_cannot_be_true_is_replaced_by_an_estimate(int hours)
    {
        var ending = Judge($$$"""{"five_hour":{"status":"rejected","resetsAt":{{{In(hours)}}}}}""");

        Assert.Equal((EndingClass.Limit, "estimated"), (ending.Class, ending.Source));
        Assert.InRange(ending.ResetsAt!.Value, Noon.AddMinutes(1), Noon.AddHours(6));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_refused_overage_without_a_window_is_a_matter_for_a_person()
    {
        const string Limit =
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","rateLimitType":"overage","utilization":"""
            + """0.2,"overageDisabledReason":"org_spend_cap_reached"}}""";

        Assert.Equal(EndingClass.Billing, JudgeLines(Limit, Refused).Class);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_delay_no_time_can_hold_is_bounded()
    {
        var retry = (EngineEvent.Retry)StreamLine.Parse(
            """{"type":"system","subtype":"api_retry","attempt":1,"retry_delay_ms":8e15,"error":"rate_limit"}"""u8,
            OutputFormat.StreamJson);
        var before = (EngineEvent.Retry)StreamLine.Parse(
            """{"type":"system","subtype":"api_retry","attempt":1,"retry_delay_ms":-5,"error":"rate_limit"}"""u8, OutputFormat.StreamJson);

        Assert.Equal(TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(retry.DelayMs));
        Assert.Equal(0, before.DelayMs);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("resets 11:30pm (Asia/Calcutta)", "2026-11-20T18:00:00Z")]
    [InlineData("resets 11:30pm (GMT+9)", "2026-11-20T14:30:00Z")]
    [InlineData("resets 11:30pm (UTC+05:30)", "2026-11-20T18:00:00Z")]
    [InlineData("resets 11:30pm (PST)", "2026-11-21T07:30:00Z")]
    [InlineData("resets 11:30pm PST", "2026-11-21T07:30:00Z")]
    [InlineData("resets 11:30pm (Etc/GMT+9)", "2026-11-21T08:30:00Z")]
    [InlineData("resets 11:30pm (Mars/Olympus)", null)]
    [InlineData("resets 11:30pm (XYZ)", null)]
    [InlineData("resets 11:30pm XYZ", null)]
    [InlineData("resets Dec 7, 3:26pm (Atlantis/Capital)", null)]
    [InlineData("resets 11:30pm tomorrow", "2026-11-20T22:30:00Z")]
    public Task A_zone_nobody_knows_is_never_the_gateway_s_own(string text, string? expected)
    {
        var found = ResetText.Find(text, Noon, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), found);
        return Task.CompletedTask;
    }

    private static Ending Judge(string windows) =>
        JudgeLines($$$"""{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","unifiedWindows":{{{windows}}}}}""", Refused);

    private static Ending JudgeLines(params string[] lines)
    {
        var transcript = new RunTranscript(OutputFormat.StreamJson);
        foreach (var line in lines)
            transcript.Add(Engine.ParseLine(Encoding.UTF8.GetBytes(line), OutputFormat.StreamJson));
        return Engine.Classify(new RunEvidence { Transcript = transcript, Now = Noon, ExitCode = 1 });
    }

    private static string In(int hours) => Noon.AddHours(hours).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
