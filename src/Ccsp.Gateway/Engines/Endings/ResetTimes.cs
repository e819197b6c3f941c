namespace Ccsp.Gateway.Engines.Endings;

/// <summary>Which told times of a reset can be true. A wrong clock, a unit mistaken or a proxy's placeholder must neither park work for years nor repeat it at once.</summary>
internal static class ResetTimes
{
    /// <summary>Who is refused now is not helped by a reset that has passed: the told time, or one of the clocks, is wrong.</summary>
    private static readonly TimeSpan LongestPast = TimeSpan.FromMinutes(10);

    /// <summary>The longest periods are calendar months of spending caps.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(62);

    /// <returns>The time in UTC, or null where it cannot be true.</returns>
    public static DateTimeOffset? Believe(DateTimeOffset? told, DateTimeOffset now) =>
        told is { } time && time > now - LongestPast && time < now + Farthest ? time.ToUniversalTime() : null;
}
