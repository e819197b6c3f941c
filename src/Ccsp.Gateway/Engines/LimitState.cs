namespace Ccsp.Gateway.Engines;

/// <summary>The state of a subscription's windows, as the CLI reports it (<c>rate_limit_event</c>).</summary>
/// <param name="Status"><c>allowed</c>, <c>allowed_warning</c> or <c>rejected</c>.</param>
/// <param name="Window">The window that decides: <c>five_hour</c>, <c>seven_day</c>, <c>seven_day_opus</c> …</param>
/// <param name="ResetsAt">When that window starts anew.</param>
/// <param name="Utilization">0 to 1; absent when the window is exhausted.</param>
/// <param name="Windows">All windows by name; newer versions only.</param>
/// <param name="ErrorCode"><c>credits_required</c> when waiting does not help.</param>
internal sealed record LimitState(
    string Status, string? Window, DateTimeOffset? ResetsAt, double? Utilization, bool IsUsingOverage,
    IReadOnlyDictionary<string, WindowState> Windows, string? ErrorCode)
{
    public bool IsRejected => Status == "rejected";

    /// <summary>
    /// Whether a window is really used up. The CLI says <c>rejected</c> for every 429 under a subscription, also for a passing
    /// throttle: then no window is named, or the named one is itself allowed, or has room left.
    /// </summary>
    public bool IsExhausted =>
        IsRejected
        && Window is not null
        && (Windows.TryGetValue(Window, out var window) ? window.Status is null or "rejected" : Utilization is null or >= 1);
}

/// <summary>One window.</summary>
internal sealed record WindowState(double? Utilization, DateTimeOffset? ResetsAt, string? Status);
