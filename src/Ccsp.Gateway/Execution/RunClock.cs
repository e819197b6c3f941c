using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// When things happened in a run, and which of its time limits has passed. Pure. All times are those of the boot-time clock, which no
/// change of the wall clock moves.
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

    /// <summary>Until then the engine sleeps before it asks the API again.</summary>
    public TimeSpan? SleepsUntil { get; init; }

    public bool IsToolInFlight { get; init; }

    /// <summary>When the result was seen.</summary>
    public TimeSpan? ResultAt { get; init; }

    /// <summary>Whether the wall deadline has passed. After the result only lingering is left to happen.</summary>
    public bool IsOverdue(TimeSpan now) => ResultAt is null && now >= Deadline;

    /// <summary>Whether the process has had its time to go away by itself after the result.</summary>
    public bool LingeredEnough(TimeSpan linger, TimeSpan now) => ResultAt is { } at && now - at >= linger;

    /// <summary>The silence that counts now; null when silence says nothing: the model is not to answer, or there is no limit.</summary>
    public Silence? SilenceUnder(SilenceLimits limits)
    {
        if (ResultAt is not null || IsToolInFlight)
            return null;
        var (limit, reason) = LastByteAt is null ? (limits.FirstByte, StopReason.FirstByte) : (limits.Silence, StopReason.Silence);
        return limit is { } length ? new Silence(Latest(LastByteAt ?? ReleasedAt, BusyAt, SleepsUntil), length, reason) : null;
    }

    /// <summary>When to look again.</summary>
    /// <param name="silence">When the silence that counts is next to be looked at.</param>
    public TimeSpan Next(TimeSpan linger, TimeSpan? silence) =>
        ResultAt is { } at ? at + linger : silence is { } look && look < Deadline ? look : Deadline;

    private static TimeSpan Latest(TimeSpan one, TimeSpan? second, TimeSpan? third)
    {
        var later = second > one ? second.Value : one;
        return third > later ? third.Value : later;
    }
}
