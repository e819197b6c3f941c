using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.Endings;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Engines;

/// <summary>Each code of a failed request, beside a text without a known word, so that only the code decides.</summary>
public sealed class ApiFailuresTests
{
    private const string Vague = "no words known here";

    private static DateTimeOffset Noon => SampleTasks.Noon;

    [Theory]
    [InlineData(401, EndingClass.Login)]
    [InlineData(402, EndingClass.Billing)]
    [InlineData(403, EndingClass.Login)]
    [InlineData(404, EndingClass.Invalid)]
    [InlineData(408, EndingClass.Network)]
    [InlineData(413, EndingClass.Invalid)]
    [InlineData(429, EndingClass.Throttled)]
    [InlineData(500, EndingClass.Server)]
    [InlineData(528, EndingClass.Server)]
    [InlineData(529, EndingClass.Throttled)]
    [InlineData(599, EndingClass.Server)]
    [InlineData(600, null)]
    [InlineData(399, null)]
    [InlineData(400, EndingClass.Invalid)]
    [InlineData(499, EndingClass.Invalid)]
    [InlineData(200, null)]
    public void A_status_decides_where_it_is_unambiguous(int status, EndingClass? expected)
    {
        Assert.Equal(expected, Judge(status, null)?.Class);
        // The status of the event counts where the result has none; one below 500 is not vague enough for the last resort then.
        if (status is not (400 or 499))
            Assert.Equal(expected, Judge(null, Failure(status: status))?.Class);
        if (status is > 400 and not 499 and < 600)
            Assert.Equal(expected, Judge(status, Failure("max_output_tokens", status: 500))?.Class);
    }

    [Theory]
    [InlineData("authentication_failed", EndingClass.Login)]
    [InlineData("oauth_org_not_allowed", EndingClass.Login)]
    [InlineData("billing_error", EndingClass.Billing)]
    [InlineData("rate_limit", EndingClass.Throttled)]
    [InlineData("overloaded", EndingClass.Throttled)]
    [InlineData("model_not_found", EndingClass.Invalid)]
    [InlineData("max_output_tokens", EndingClass.Invalid)]
    [InlineData("server_error", EndingClass.Server)]
    [InlineData("invalid_request", EndingClass.Invalid)]
    [InlineData("unknown", null)]
    public void The_error_of_the_program_decides_without_a_status(string error, EndingClass? expected) =>
        Assert.Equal(expected, Judge(null, Failure(error))?.Class);

    [Theory]
    [InlineData("connection_failed", EndingClass.Network)]
    [InlineData("no_response", EndingClass.Network)]
    [InlineData("stream_idle_timeout", EndingClass.Network)]
    [InlineData("computer_slept", EndingClass.Network)]
    [InlineData("org_disabled_credential", EndingClass.Login)]
    [InlineData("api_key_auth_disabled", EndingClass.Login)]
    [InlineData("provider_credentials", EndingClass.Login)]
    [InlineData("gateway_signin_required", EndingClass.Login)]
    [InlineData("gateway_session_expired", EndingClass.Login)]
    [InlineData("invalid_credential_header", EndingClass.Login)]
    [InlineData("model_requires_usage_credits", EndingClass.Billing)]
    [InlineData("long_context_credits_required", EndingClass.Billing)]
    [InlineData("consent_unanswered", EndingClass.Billing)]
    [InlineData("usage_limit_reached", EndingClass.Throttled)]
    [InlineData("tool_history_mismatch", EndingClass.Context)]
    [InlineData("no_allowed_fallback", EndingClass.Invalid)]
    [InlineData("model_substitution_disabled", EndingClass.Invalid)]
    [InlineData("field_not_granted", EndingClass.Invalid)]
    [InlineData("message_over_context_limit", EndingClass.Invalid)]
    [InlineData("something_new", EndingClass.Server)]
    public void A_known_detail_is_more_than_its_error(string detail, EndingClass expected) =>
        Assert.Equal(expected, Judge(null, Failure("server_error", detail))?.Class);

    [Theory]
    [InlineData("authentication_error", EndingClass.Login)]
    [InlineData("permission_error", EndingClass.Login)]
    [InlineData("billing_error", EndingClass.Billing)]
    [InlineData("rate_limit_error", EndingClass.Throttled)]
    [InlineData("overloaded_error", EndingClass.Throttled)]
    [InlineData("not_found_error", EndingClass.Invalid)]
    [InlineData("request_too_large", EndingClass.Invalid)]
    [InlineData("timeout_error", EndingClass.Network)]
    [InlineData("api_error", null)]
    public void The_type_of_the_provider_decides_last(string type, EndingClass? expected)
    {
        Assert.Equal(expected, Judge(null, Failure("unknown", type: type))?.Class);
        Assert.Equal(EndingClass.Login, Judge(null, Failure("authentication_failed", type: type))?.Class);
    }

    [Fact]
    public void A_history_is_to_blame_only_where_there_is_one()
    {
        var transcript = Transcript();
        transcript.Add(new EngineEvent.ToolResult(1, AnyFailed: false));
        Assert.Equal(EndingClass.Context, Judge(413, null, transcript)?.Class);
        Assert.Equal(EndingClass.Context, Judge(413, null, new RunTranscript(OutputFormat.StreamJson, resumed: true))?.Class);
        Assert.Equal(EndingClass.Invalid, Judge(413, null)?.Class);
    }

    [Theory]
    [InlineData("rejected", "five_hour", null, null, EndingClass.Limit, "event")]
    [InlineData("allowed", "five_hour", null, null, EndingClass.Throttled, "event")]
    [InlineData("rejected", null, null, null, EndingClass.Throttled, "event")]
    [InlineData("rejected", null, "org_level_disabled", null, EndingClass.Billing, "event")]
    [InlineData("allowed", null, "org_level_disabled", null, EndingClass.Throttled, "event")]
    [InlineData("rejected", "five_hour", "org_level_disabled", null, EndingClass.Limit, "event")]
    [InlineData("allowed", "five_hour", null, "credits_required", EndingClass.Billing, "event")]
    public void Too_many_requests_are_a_limit_a_bill_or_a_throttle_as_the_event_before_says(string status, string? window,
        string? overageDisabled, string? code, EndingClass expected, string source)
    {
        var transcript = Transcript();
        transcript.Add(new EngineEvent.RateLimit(new LimitState(status, window, Noon.AddHours(2), null, false,
            new Dictionary<string, WindowState>(), code) { OverageDisabledReason = overageDisabled }));
        var verdict = Judge(429, null, transcript)!;
        Assert.Equal((expected, source, Vague), (verdict.Class, verdict.Source, verdict.Message));
    }

    private static RunTranscript Transcript() => new(OutputFormat.StreamJson);

    private static ApiFailure Failure(string error = "unknown", string? detail = null, string? type = null, int? status = null) =>
        new(error, detail, type, status);

    private static Verdict? Judge(int? status, ApiFailure? failure, RunTranscript? transcript = null) =>
        ApiFailures.Judge(status, failure, new RunEvidence { Transcript = transcript ?? Transcript(), Now = Noon, ExitCode = 1 }, Vague);
}
