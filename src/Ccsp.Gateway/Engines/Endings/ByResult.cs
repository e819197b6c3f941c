using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Classifies an unsuccessful result event. Failed requests have the subtype <c>success</c> with <c>is_error</c>.</summary>
internal static class ByResult
{
    public static Verdict? Judge(RunEvidence evidence)
    {
        if (evidence.Transcript.Result is not { } result)
            return null;
        var text = result.Message;
        return OfReason(result, evidence, text)
            ?? ApiFailures.Judge(result.ApiStatus, evidence.Transcript.Failure, evidence, text)
            ?? OfTurn(result, text)
            ?? new Verdict(EndingClass.Unknown, "result", text.Length > 0 ? text : $"The engine reported {result.Subtype}.");
    }

    /// <summary>Reasons that decide regardless of the status. <c>completed</c> and <c>api_error</c> do not and are missing here.</summary>
    private static Verdict? OfReason(ResultFacts result, RunEvidence evidence, string text) =>
        (result.TerminalReason, result.Subtype) switch
    {
        ("max_turns", _) or (_, "error_max_turns") => new Verdict(EndingClass.Turns, "result", text),
        ("budget_exhausted", _) or (_, "error_max_budget_usd") => new Verdict(EndingClass.Budget, "result", text),
        ("structured_output_retry_exhausted", _) or (_, "error_max_structured_output_retries") =>
            new Verdict(EndingClass.Invalid, "result", text),
        ("prompt_too_long" or "image_error", _) => OfHistory(evidence, "result", text),
        ("blocking_limit" or "rapid_refill_breaker", _) => new Verdict(EndingClass.Context, "result", text),
        ("aborted_streaming" or "aborted_tools", _) =>
            new Verdict(EndingClass.Crashed, "result", "The engine was interrupted from outside before its turn ended."),
        _ => null,
    };

    private static Verdict? OfTurn(ResultFacts result, string text) =>
        result.StopReason == "refusal" ? new Verdict(EndingClass.Invalid, "result", text) : null;

    /// <summary>
    /// A fresh conversation helps against what accumulated in the old one (length, an image, a broken block), but not against the prompt
    /// itself.
    /// </summary>
    public static Verdict OfHistory(RunEvidence evidence, string source, string text) =>
        new(
            evidence.Transcript is { Resumed: true } or { ToolResults: > 0 } or { Result.Usage.Turns: > 1 }
                ? EndingClass.Context
                : EndingClass.Invalid,
            source, text);
}
