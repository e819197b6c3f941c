using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Engines.Endings;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class PhraseTableTests
{
    // A Friday.
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClaudeCodeEngine Engine = new("claude", new EngineOptions());

    [Fact(Timeout = 30_000)]
    public Task Every_phrase_says_where_and_in_which_versions_it_was_seen()
    {
        Assert.True(PhraseTable.All.Length > 100);
        Assert.All(
            PhraseTable.All,
            phrase => Assert.False(string.IsNullOrWhiteSpace(phrase.Source) || string.IsNullOrWhiteSpace(phrase.Versions)));
        Assert.Equal(PhraseTable.All.Length, PhraseTable.All.Select(phrase => phrase.Pattern.ToString()).Distinct().Count());
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your individual spend limit · ask your admin to raise it at "
        + "https://claude.ai/admin-settings/usage")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You’ve hit your org's monthly spend limit · run /usage-credits to ask "
        + "your admin for a higher limit")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your channel's monthly spend limit · an org owner or channel manager "
        + "can raise it in the channel's Claude settings")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your team's pooled group budget · resets Dec 1, 12am (UTC)")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your org's monthly usage limit · ask your admin for a higher limit")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your individual usage limit")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You're out of usage credits · resets Dec 7, 3:26pm (UTC)")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your org is out of usage · contact your admin")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your seat type doesn't include usage credits")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your usage allocation has been disabled by your admin")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your group's usage limit is set to $0 · ask your admin for a higher limit")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Usage is paused for your organization. For help, please contact support.")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your workspace has reached its monthly spend limit.")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your team's shared budget · ask your admin to raise it")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You've hit your monthly spend limit · your session limit resets 2:40pm "
        + "(Asia/Jakarta)\n/usage-credits to adjust your monthly spend limit.")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "YOUR ORGANIZATION HAS REACHED ITS MONTHLY SPEND LIMIT")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "This organization has reached its monthly spend limit, resets Dec 1")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "The workspace has hit its spend cap.")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your organizations monthly spending cap was exceeded on 2026-11-20")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "The monthly spend limit of this seat has been reached")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Seat has exceeded the per-user monthly spend limit set by an admin")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "You hit your spend cap set in your workspace. Increase your spend cap to "
        + "continue.")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your team has reached its usage limit for November")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Agent terminated early due to an API error: You've hit your org's monthly "
        + "usage limit (error type rate_limit, HTTP 429)")]
    [InlineData(400, "invalid_request", EndingClass.Billing, "API Error: 400 You have reached your specified workspace API usage limits. "
        + "You will regain access on 2026-12-01 at 00:00 UTC.")]
    [InlineData(429, "rate_limit", EndingClass.Limit, "Limit reached · resets Dec 17 at 6am (Europe/Oslo) · turn on /extra-usage")]
    [InlineData(429, "rate_limit", EndingClass.Limit, "You have reached your Fable 5.1 weekly limit · resets Mon 9am (Europe/Berlin)")]
    [InlineData(429, "rate_limit", EndingClass.Limit, "This seat has reached its usage limit · resets 3pm (Europe/Berlin)")]
    [InlineData(429, "rate_limit", EndingClass.Throttled, "This request would exceed your organization's rate limit of 50 requests per "
        + "minute")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Opus 5.5 requires usage credits. Run /usage-credits to continue "
        + "or switch models with /model.")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your team has reached its monthly spend limit · ask your admin to raise it")]
    [InlineData(429, "rate_limit", EndingClass.Billing, "Your organization has reached its usage limit. Contact your admin.")]
    [InlineData(429, "rate_limit", EndingClass.Throttled, "Your organization has exceeded its rate limit of 50 requests per minute.")]
    [InlineData(400, "invalid_request", EndingClass.Billing, "You have reached your specified workspace API usage limits. You will regain "
        + "access on 2026-12-01 at 00:00 UTC.")]
    [InlineData(403, "oauth_org_not_allowed", EndingClass.Login, "Your account does not have a seat · ask your admin to assign one")]
    [InlineData(429, "rate_limit", EndingClass.Limit, "You've hit your Fable limit · resets Mon 12:00am (UTC)")]
    [InlineData(429, "rate_limit", EndingClass.Limit, "You've hit your usage limit · resets 3pm (UTC) · progress saved")]
    [InlineData(429, "rate_limit", EndingClass.Limit, "You've hit your limit · resets 3pm (UTC)")]
    [InlineData(429, "rate_limit", EndingClass.Throttled, "Server is temporarily limiting requests (not your usage limit)")]
    [InlineData(529, "overloaded", EndingClass.Throttled, "Repeated 529 Overloaded errors")]
    [InlineData(401, "authentication_failed", EndingClass.Login, "Failed to authenticate: this login reached its "
        + "time limit and cannot be renewed.")]
    [InlineData(401, "authentication_failed", EndingClass.Login, "Your organization has disabled API key authentication · Unset "
        + "ANTHROPIC_API_KEY to use your claude.ai account instead")]
    [InlineData(403, "oauth_org_not_allowed", EndingClass.Login, "Your seat has been deactivated. Contact your administrator.")]
    [InlineData(400, "invalid_request", EndingClass.Invalid, "API Error: 400 messages.0.content.0.image.source.base64.data: image "
        + "exceeds 5 MB maximum")]
    public Task A_wording_is_known_in_every_output_format(int status, string error, EndingClass expected, string text)
    {
        Assert.Equal(expected, Judge(OutputFormat.Text, text).Class);
        Assert.Equal(expected, Judge(OutputFormat.Json, Result(text, status)).Class);
        Assert.Equal(expected, Judge(OutputFormat.StreamJson, Account(text, error), Result(text, status)).Class);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_cap_goes_on_by_itself_when_the_window_of_the_plan_opens_again()
    {
        var text = "You've hit your individual spend limit · ask your admin · your 5-hour limit resets 3pm (UTC)";

        Assert.Equal(Noon.AddHours(3), Judge(OutputFormat.Text, text).ResetsAt);
        Assert.Equal(Noon.AddHours(3), Judge(OutputFormat.Json, Result(text, 429)).ResetsAt);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("The container exceeded the memory usage limit and was restarted")]
    [InlineData("The process group has exceeded its disk usage limit")]
    [InlineData("The team reached out about the budget; nothing was spent")]
    [InlineData("thinking has reached the token budget limit of this request")]
    public Task What_only_sounds_like_a_limit_holds_no_profile(string text)
    {
        Assert.DoesNotContain(Judge(OutputFormat.Text, text).Class,
            new[] { EndingClass.Billing, EndingClass.Limit, EndingClass.Throttled });
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("You've hit your monthly spend limit · your session limit resets 2:40pm (Asia/Jakarta)", "2026-11-21T07:40:00Z")]
    [InlineData("You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.",
        "2026-12-01T00:00:00Z")]
    [InlineData("Limit reached · resets Dec 17 at 6am (Europe/Oslo)", "2026-12-17T05:00:00Z")]
    [InlineData("The workspace has hit its spend cap. Ask an admin.", null)]
    public Task What_a_text_says_of_the_time_is_kept(string text, string? resetsAt)
    {
        Assert.Equal(
            resetsAt is null ? null : DateTimeOffset.Parse(resetsAt, CultureInfo.InvariantCulture),
            Judge(OutputFormat.Text, text).ResetsAt);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_refused_history_is_blamed_only_where_there_is_one()
    {
        const string Refusal =
            "API Error: 400 messages.3.content.101: `thinking` or `redacted_thinking` blocks in the latest "
            + "assistant message cannot be modified.";
        const string Tool = """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}}""";

        Assert.Equal(EndingClass.Invalid, Judge(OutputFormat.StreamJson, Result(Refusal, 400)).Class);
        Assert.Equal(EndingClass.Context, Judge(OutputFormat.StreamJson, Tool, Result(Refusal, 400)).Class);
        Assert.Equal(
            EndingClass.Context, Judge(OutputFormat.StreamJson, Tool, Result("API Error: 400 Could not process image", 400)).Class);
        Assert.Equal(EndingClass.Context, Judge(OutputFormat.StreamJson, Tool, Result("x", 400, "image_error")).Class);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_pattern_that_takes_too_long_is_no_match_and_no_fault()
    {
        var slow = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromTicks(1));

        Assert.False(new Phrase(EndingClass.Server, BlamesHistory: false, "test", "any", slow).IsIn(new string('a', 40) + "!"));
        return Task.CompletedTask;
    }

    private static Ending Judge(OutputFormat format, params string[] lines)
    {
        var transcript = new RunTranscript(format);
        foreach (var line in lines)
            transcript.Add(Engine.ParseLine(Encoding.UTF8.GetBytes(line), format));
        return Engine.Classify(new RunEvidence { Transcript = transcript, Now = Noon, ExitCode = 1 });
    }

    private static string Account(string text, string error) =>
        $$"""{"type":"assistant","message":{"id":"m","model":"<synthetic>","content":"""
            + $$"""[{"type":"text","text":{{JsonSerializer.Serialize(text)}}}]},"error":"{{error}}"}""";

    private static string Result(string text, int status, string reason = "api_error") =>
        $$"""{"type":"result","subtype":"success","is_error":"""
            + $$"""true,"api_error_status":{{status}},"terminal_reason":"{{reason}}","num_turns":"""
            + $$"""1,"result":{{JsonSerializer.Serialize(text)}}}""";
}
