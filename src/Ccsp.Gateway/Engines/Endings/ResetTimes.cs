namespace Ccsp.Gateway.Engines.Endings;

/// <summary>
/// Which told times of a reset can be true. A wrong clock, a unit mistaken or a proxy's placeholder must neither park work for years nor
/// repeat it at once.
/// </summary>
internal static class ResetTimes
{
    /// <summary>Who is refused now is not helped by a reset that has passed: the told time, or one of the clocks, is wrong.</summary>
    private static readonly TimeSpan LongestPast = TimeSpan.FromMinutes(10);

    /// <summary>Clocks that are kept differ by less.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>The longest periods are calendar months of spending caps.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(62);

    /// <summary>
    /// A window that began by now lasts no longer than its name says; a reset beyond that is told by a clock ahead of this machine's.
    /// </summary>
    /// <returns>The time in UTC, at the latest when the window must have ended; null where it cannot be true.</returns>
    public static DateTimeOffset? Believe(string? window, DateTimeOffset? told, DateTimeOffset now) =>
        Believe(told, now) is not { } time ? null : LengthOf(window) is { } length && time > now + length + Skew ? now + length : time;

    /// <returns>The time in UTC, or null where it cannot be true.</returns>
    public static DateTimeOffset? Believe(DateTimeOffset? told, DateTimeOffset now) =>
        told is { } time && time > now - LongestPast && time < now + Farthest ? time.ToUniversalTime() : null;

    private static TimeSpan? LengthOf(string? window) => window switch
    {
        "five_hour" => TimeSpan.FromHours(5),
        not null when window.StartsWith("seven_day", StringComparison.Ordinal) => TimeSpan.FromDays(7),
        _ => null,
    };
}
