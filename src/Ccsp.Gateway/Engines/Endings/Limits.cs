using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Verdicts about exhausted windows, spending caps and throttling, with the best known retry time.</summary>
internal static class Limits
{
    /// <summary>
    /// The reset time comes from the last window event if it is plausible, otherwise from the text, otherwise from an estimate.
    /// </summary>
    public static Verdict Verdict(RunEvidence evidence, string text)
    {
        var exhausted = evidence.Transcript.LastLimit?.Exhausted;
        // A warning before it may name another window than the refusal itself.
        var window = exhausted?.Name ?? LimitText.WindowIn(text) ?? evidence.Transcript.LastLimit?.Window;
        if (ResetTimes.Believe(exhausted?.Name, exhausted?.ResetsAt, evidence.Now) is { } reported)
            return new Verdict(EndingClass.Limit, "event", text) { ResetsAt = reported, Window = window };
        if (ResetText.Find(text, evidence.Now, evidence.Zone) is { } read)
            return new Verdict(EndingClass.Limit, "text", text) { ResetsAt = read, Window = window };
        return new Verdict(EndingClass.Limit, "estimated", text) { ResetsAt = evidence.Now + Estimate(window), Window = window };
    }

    /// <summary>
    /// A cap or empty credit. When its text or the events give the reset of the plan's own window, work resumes then by itself.
    /// </summary>
    public static Verdict Billing(RunEvidence evidence, string source, string text) => new(EndingClass.Billing, source, text)
    {
        ResetsAt = ResetText.Find(text, evidence.Now, evidence.Zone)
            ?? (evidence.Transcript.LastLimit is { IsExhausted: true } state
                ? ResetTimes.Believe(state.Exhausted?.ResetsAt, evidence.Now)
                : null),
    };

    public static Verdict Throttled(RunEvidence evidence, string source, string text) =>
        new(EndingClass.Throttled, source, text) { RetryAfterMs = evidence.Transcript.LastRetry?.DelayMs };

    /// <summary>Shorter than the windows: retrying too early costs one refused request, retrying too late costs hours.</summary>
    private static TimeSpan Estimate(string? window) => window is null or "five_hour" ? TimeSpan.FromHours(1) : TimeSpan.FromHours(6);
}
