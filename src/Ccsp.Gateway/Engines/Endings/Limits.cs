using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Verdicts about used-up windows and throttles, with the best known time to come back.</summary>
internal static class Limits
{
    /// <summary>From the last window event if it tells the reset, else from the text, else an estimate.</summary>
    public static Verdict Verdict(RunEvidence evidence, string text)
    {
        var state = evidence.Transcript.LastLimit;
        var window = state?.Window ?? LimitText.WindowIn(text);
        if (state is { IsRejected: true, ResetsAt: { } told })
            return new Verdict(EndingClass.Limit, "event", text) { ResetsAt = told, Window = window };
        if (ResetText.Find(text, evidence.Now, evidence.Zone) is { } read)
            return new Verdict(EndingClass.Limit, "text", text) { ResetsAt = read, Window = window };
        return new Verdict(EndingClass.Limit, "estimated", text) { ResetsAt = evidence.Now + Estimate(window), Window = window };
    }

    public static Verdict Throttled(RunEvidence evidence, string source, string text) =>
        new(EndingClass.Throttled, source, text) { RetryAfterMs = evidence.Transcript.LastRetry?.DelayMs };

    /// <summary>Sooner than the windows last: asking too early costs one refused request, asking too late costs hours.</summary>
    private static TimeSpan Estimate(string? window) => window is null or "five_hour" ? TimeSpan.FromHours(1) : TimeSpan.FromHours(6);
}
