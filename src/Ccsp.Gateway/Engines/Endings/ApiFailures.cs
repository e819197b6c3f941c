using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Classifies a failed request to the model: by HTTP status where it is unambiguous, then by the CLI's error code, its detail and the API's
/// type, then by text. 400 means anything from billing to a broken conversation, so it decides last.
/// </summary>
internal static class ApiFailures
{
    public static Verdict? Judge(int? status, ApiFailure? failure, RunEvidence evidence, string text)
    {
        var source = evidence.Transcript.Result is null ? "event" : "result";
        return (status ?? failure?.Status) switch
        {
            429 => TooMany(evidence, source, text),
            401 or 403 => new Verdict(EndingClass.Login, source, text),
            402 => Limits.Billing(evidence, source, text),
            404 => new Verdict(EndingClass.Invalid, source, text),
            408 => new Verdict(EndingClass.Network, source, text),
            413 => ByResult.OfHistory(evidence, source, text),
            529 => Limits.Throttled(evidence, source, text),
            >= 500 and < 600 => new Verdict(EndingClass.Server, source, text),
            _ => OfText(failure, evidence, source, text)
                ?? ByText.Judge(text, evidence)
                ?? Vague(status, failure, source, text),
        };
    }

    /// <summary>
    /// 429: a spending cap, an exhausted window, or temporary throttling. A cap's text also names the plan's windows, so it is checked
    /// first; events distinguish window and throttling, the text only without them.
    /// </summary>
    private static Verdict TooMany(RunEvidence evidence, string source, string text)
    {
        var state = evidence.Transcript.LastLimit;
        if (state?.ErrorCode == "credits_required" || ByText.ClassOf(text) == EndingClass.Billing)
            return Limits.Billing(evidence, source, text);
        if (state is { IsRejected: true, IsExhausted: false, OverageDisabledReason: not null, Window: null or "overage" })
            return Limits.Billing(evidence, "event", text);
        var exhausted = state is { IsRejected: true, NamesWindows: true } ? state.IsExhausted : ByText.ClassOf(text) == EndingClass.Limit;
        return exhausted ? Limits.Verdict(evidence, text) : Limits.Throttled(evidence, source, text);
    }

    /// <summary>The CLI's own codes, most specific first. Codes of newer versions never occur in older ones.</summary>
    private static Verdict? OfText(ApiFailure? failure, RunEvidence evidence, string source, string text) => failure switch
    {
        null => null,
        { Detail: { } detail } when OfDetail(detail, evidence, source, text) is { } verdict => verdict,
        { Error: "authentication_failed" or "oauth_org_not_allowed" } => new Verdict(EndingClass.Login, source, text),
        { Error: "billing_error" } => Limits.Billing(evidence, source, text),
        { Error: "rate_limit" } => TooMany(evidence, source, text),
        { Error: "overloaded" } => Limits.Throttled(evidence, source, text),
        { Error: "model_not_found" or "max_output_tokens" } => new Verdict(EndingClass.Invalid, source, text),
        { ApiType: "authentication_error" or "permission_error" } => new Verdict(EndingClass.Login, source, text),
        { ApiType: "billing_error" } => Limits.Billing(evidence, source, text),
        { ApiType: "rate_limit_error" } => TooMany(evidence, source, text),
        { ApiType: "overloaded_error" } => Limits.Throttled(evidence, source, text),
        { ApiType: "not_found_error" or "request_too_large" } => new Verdict(EndingClass.Invalid, source, text),
        { ApiType: "timeout_error" } => new Verdict(EndingClass.Network, source, text),
        _ => null,
    };

    private static Verdict? OfDetail(string detail, RunEvidence evidence, string source, string text) => detail switch
    {
        "connection_failed" or "no_response" or "stream_idle_timeout" or "computer_slept" => new Verdict(EndingClass.Network, source, text),
        "org_disabled_credential" or "api_key_auth_disabled" or "provider_credentials" or "gateway_signin_required"
            or "gateway_session_expired" or "invalid_credential_header" => new Verdict(EndingClass.Login, source, text),
        "model_requires_usage_credits" or "long_context_credits_required" or "consent_unanswered" => Limits.Billing(evidence, source, text),
        "usage_limit_reached" => TooMany(evidence, source, text),
        "tool_history_mismatch" => new Verdict(EndingClass.Context, source, text),
        "no_allowed_fallback" or "model_substitution_disabled" or "field_not_granted" or "message_over_context_limit" =>
            new Verdict(EndingClass.Invalid, source, text),
        _ => null,
    };

    /// <summary>The fallback when even the text is unknown.</summary>
    private static Verdict? Vague(int? status, ApiFailure? failure, string source, string text) => failure?.Error switch
    {
        "server_error" => new Verdict(EndingClass.Server, source, text),
        "invalid_request" => new Verdict(EndingClass.Invalid, source, text),
        _ when status is >= 400 and < 500 => new Verdict(EndingClass.Invalid, source, text),
        _ => null,
    };
}
