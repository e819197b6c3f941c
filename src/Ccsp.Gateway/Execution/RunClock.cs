using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Timestamps and time limits of a run. Pure. All times are on the boot-time clock, which no change of the wall clock moves.
/// </summary>
internal sealed record RunClock
{
    public required TimeSpan ReleasedAt { get; init; }

    /// <summary>Wall deadline.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>The latest byte of output; null before the first.</summary>
    public TimeSpan? LastByteAt { get; init; }

    /// <summary>When the tree was last seen to be busy although it wrote nothing.</summary>
    public TimeSpan? BusyAt { get; init; }

    /// <summary>Until then the engine waits before its next API request.</summary>
    public TimeSpan? SleepsUntil { get; init; }

    public bool IsToolInFlight { get; init; }

    /// <summary>When the result was seen.</summary>
    public TimeSpan? ResultAt { get; init; }

    /// <summary>Whether the wall deadline has passed; does not apply after the result.</summary>
    public bool IsOverdue(TimeSpan now) => ResultAt is null && now >= Deadline;

    /// <summary>Whether the process outlived its grace after the result.</summary>
    public bool LingeredEnough(TimeSpan linger, TimeSpan now) => ResultAt is { } at && now - at >= linger;

    /// <summary>The current silence limit; null when silence means nothing: no answer is expected, or there is no limit.</summary>
    public Silence? SilenceUnder(SilenceLimits limits)
    {
        if (ResultAt is not null || IsToolInFlight)
            return null;
        var (limit, reason) = LastByteAt is null ? (limits.FirstByte, StopReason.FirstByte) : (limits.Silence, StopReason.Silence);
        return limit is { } length ? new Silence(Latest(LastByteAt ?? ReleasedAt, BusyAt, SleepsUntil), length, reason) : null;
    }

    /// <summary>The next time to check.</summary>
    /// <param name="silence">When the silence that counts is next to be looked at.</param>
    public TimeSpan Next(TimeSpan linger, TimeSpan? silence) =>
        ResultAt is { } at ? at + linger : silence is { } look && look < Deadline ? look : Deadline;

    private static TimeSpan Latest(TimeSpan one, TimeSpan? second, TimeSpan? third)
    {
        var later = second > one ? second.Value : one;
        return third > later ? third.Value : later;
    }
}
