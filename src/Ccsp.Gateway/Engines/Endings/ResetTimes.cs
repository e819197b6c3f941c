namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Plausibility of reported reset times. A wrong clock, a mistaken unit or a proxy's placeholder must neither park work for years nor
/// repeat it at once.
/// </summary>
internal static class ResetTimes
{
    /// <summary>A request refused now contradicts an older reset: the reported time or one of the clocks is wrong.</summary>
    private static readonly TimeSpan LongestPast = TimeSpan.FromMinutes(10);

    /// <summary>Synchronized clocks differ by less.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>The longest periods are calendar months, of spending caps.</summary>
    private static readonly TimeSpan LongestAhead = TimeSpan.FromDays(62);

    /// <summary>A window that has begun ends within its nominal length; a later reset comes from a clock ahead of this machine's.</summary>
    /// <returns>The time in UTC, capped to the latest end of the window; null when implausible.</returns>
    public static DateTimeOffset? Believe(string? window, DateTimeOffset? reported, DateTimeOffset now) =>
        Believe(reported, now) is not { } time ? null : LengthOf(window) is { } length && time > now + length + Skew ? now + length : time;

    /// <returns>The time in UTC; null when implausible.</returns>
    public static DateTimeOffset? Believe(DateTimeOffset? reported, DateTimeOffset now) =>
        reported is { } time && time > now - LongestPast && time < now + LongestAhead ? time.ToUniversalTime() : null;

    private static TimeSpan? LengthOf(string? window) => window switch
    {
        "five_hour" => TimeSpan.FromHours(5),
        not null when window.StartsWith("seven_day", StringComparison.Ordinal) => TimeSpan.FromDays(7),
        _ => null,
    };
}
