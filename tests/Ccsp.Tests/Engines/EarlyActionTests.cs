using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class EarlyActionTests
{
    private const string Answer = """{"type":"assistant","message":{"id":"m","model":"opus","content":[{"type":"text","text":"a"}]}}""";

    [Fact(Timeout = 30_000)]
    public Task A_sign_in_refused_twice_stops_the_run_and_holds_the_profile()
    {
        Assert.IsType<EarlyAction.Continue>(Decide(Retry("authentication_failed", 401)));
        Assert.Equal(
            new EarlyAction.StopAndHold(StopReason.Login),
            Decide(Retry("authentication_failed", 401), Retry("authentication_failed", 401)));
        Assert.Equal(
            new EarlyAction.StopAndHold(StopReason.Login),
            Decide(Retry("authentication_failed", 403), Retry("oauth_org_not_allowed", 403)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Throttles_in_a_row_put_the_task_back_with_the_provider_s_delay()
    {
        Assert.IsType<EarlyAction.Continue>(Decide(Retry("rate_limit", 429), Retry("overloaded", 529)));
        Assert.Equal(
            new EarlyAction.StopAndRequeue(TimeSpan.FromMilliseconds(600)),
            Decide(Retry("rate_limit", 429), Retry("overloaded", 529), Retry("rate_limit", 429)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task An_answer_in_between_starts_the_count_anew()
    {
        Assert.IsType<EarlyAction.Continue>(Decide(Retry("rate_limit", 429), Retry("rate_limit", 429), Answer, Retry("rate_limit", 429)));
        Assert.IsType<EarlyAction.Continue>(Decide(Retry("authentication_failed", 401), Answer, Retry("authentication_failed", 401)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Server_errors_are_left_to_the_cli()
    {
        Assert.IsType<EarlyAction.Continue>(Decide([.. Enumerable.Repeat(Retry("server_error", 500), 9)]));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_used_up_window_that_the_cli_wants_to_sit_out_stops_the_run()
    {
        const string Rejected =
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795190011,"rateLimitType":"five_hour"}}""";

        Assert.IsType<EarlyAction.Continue>(Decide(Rejected));
        Assert.Equal(new EarlyAction.StopAndHold(StopReason.Limit), Decide(Rejected, Retry("rate_limit", 429)));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task After_the_verdict_nothing_is_stopped()
    {
        Assert.IsType<EarlyAction.Continue>(Decide(
            Retry("authentication_failed", 401), Retry("authentication_failed", 401),
            """{"type":"result","subtype":"success","is_error":true}"""));
        return Task.CompletedTask;
    }

    private static EarlyAction Decide(params string[] lines) => EarlyAction.Decide(RunTranscriptTests.Play(lines), throttlesAllowed: 3);

    private static string Retry(string error, int status) =>
        $$"""{"type":"system","subtype":"api_retry","attempt":1,"max_retries":10,"retry_delay_ms":"""
            + $$"""600,"error_status":{{status}},"error":"{{error}}"}""";
}
