namespace Ccsp.Gateway.Engines;

/// <summary>The state of a subscription's windows as the CLI reports it (<c>rate_limit_event</c>).</summary>
/// <param name="Status"><c>allowed</c>, <c>allowed_warning</c> or <c>rejected</c>.</param>
/// <param name="Window">The deciding window: <c>five_hour</c>, <c>seven_day</c>, <c>seven_day_opus</c> …; null when only
/// <paramref name="Windows"/> is given.</param>
/// <param name="ResetsAt">When that window resets.</param>
/// <param name="Utilization">0 to 1; absent when the window is exhausted.</param>
/// <param name="Windows">All windows by name; newer versions only.</param>
/// <param name="ErrorCode"><c>credits_required</c> when waiting does not help.</param>
internal sealed record LimitState(
    string Status, string? Window, DateTimeOffset? ResetsAt, double? Utilization, bool IsUsingOverage,
    IReadOnlyDictionary<string, WindowState> Windows, string? ErrorCode)
{
    /// <summary>
    /// Why usage beyond the plan's windows is unavailable: <c>out_of_credits</c>, <c>org_spend_cap_reached</c>,
    /// <c>seat_tier_level_disabled</c> …
    /// </summary>
    public string? OverageDisabledReason { get; init; }

    public bool IsRejected => Status == "rejected";

    /// <summary>Whether it describes a window: by name or with figures.</summary>
    public bool NamesWindows => Window is not null || Windows.Values.Any(window => window.IsExhausted is not null);

    public bool IsExhausted => Exhausted is not null;

    /// <summary>
    /// The window that is really exhausted; null when none is. The CLI reports <c>rejected</c> for every 429 under a subscription, also for
    /// temporary throttling: then no window is named, or the named one is allowed or has capacity left. Of several, the one that resets
    /// last counts.
    /// </summary>
    public ExhaustedWindow? Exhausted
    {
        get
        {
            if (!IsRejected)
                return null;
            if (Window is not null
                && (Windows.TryGetValue(Window, out var named) ? named.IsExhausted ?? true : Utilization is null or >= 1))
                return new ExhaustedWindow(Window, ResetsAt ?? named?.ResetsAt);
            return Windows.Where(window => window.Value.IsExhausted == true)
                .OrderByDescending(window => window.Value.ResetsAt ?? DateTimeOffset.MinValue)
                .Select(window => new ExhaustedWindow(window.Key, window.Value.ResetsAt))
                .FirstOrDefault();
        }
    }
}
