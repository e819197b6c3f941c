using System.Globalization;
using System.Text.Json.Serialization;

namespace Ccsp.Gateway.Gates;

/// <summary>
/// Starts in a time, by the generic cell rate algorithm (ITU-T I.371): one stored time, exact under bursts, no counters to reset.
/// </summary>
/// <param name="PerMinute">Starts a minute in the long run.</param>
/// <param name="Burst">Starts at once after a rest, at least 1.</param>
internal sealed record RateLimit(double PerMinute, int Burst)
{
    public const double Least = 0.001, Most = 60_000;

    public const int MostAtOnce = 100_000;

    /// <summary>Between two starts in the long run; whole milliseconds, rounded up so that the rate is never exceeded.</summary>
    [JsonIgnore]
    public TimeSpan Interval => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(60_000 / PerMinute)));

    /// <summary>When the next start is allowed; in the past when it is allowed now.</summary>
    /// <param name="arrivesAt">The stored time; null while nothing ever started.</param>
    public DateTimeOffset NextAt(DateTimeOffset? arrivesAt, DateTimeOffset now) =>
        arrivesAt is { } due && IsOfThisClock(due, now) ? due - ((Burst - 1) * Interval) : DateTimeOffset.MinValue;

    /// <summary>The stored time after a start.</summary>
    public DateTimeOffset Take(DateTimeOffset? arrivesAt, DateTimeOffset now) =>
        (arrivesAt is { } due && due > now && IsOfThisClock(due, now) ? due : now) + Interval;

    /// <summary>The stored time after a start that never became a run.</summary>
    public DateTimeOffset? GiveBack(DateTimeOffset? arrivesAt) => arrivesAt - Interval;

    /// <summary>No start moves the stored time further ahead than a whole burst; one that is comes from a clock that was set back since,
    /// and would hold everything until the clock is there again.</summary>
    private bool IsOfThisClock(DateTimeOffset arrivesAt, DateTimeOffset now) => arrivesAt - now <= Burst * Interval;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerMinute:0.##} starts a minute, {Burst} at once");
}
