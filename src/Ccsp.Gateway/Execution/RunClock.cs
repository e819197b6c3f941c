using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>When things happened in a run, and which of its time limits has passed. Pure.</summary>
internal sealed record RunClock
{
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>Wall deadline.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The latest byte of output; null before the first.</summary>
    public DateTimeOffset? LastByteAt { get; init; }

    /// <summary>When the result was seen.</summary>
    public DateTimeOffset? ResultAt { get; init; }

    /// <summary>The limit that has passed by now, if one has. After the result only lingering is left to happen.</summary>
    public StopReason? Passed(TimeoutOptions limits, DateTimeOffset now)
    {
        if (ResultAt is not null)
            return null;
        if (now >= Deadline)
            return StopReason.Timeout;
        if (LastByteAt is null)
            return now - ReleasedAt >= TimeSpan.FromSeconds(limits.FirstByteSeconds) ? StopReason.FirstByte : null;
        return now - LastByteAt >= TimeSpan.FromSeconds(limits.SilenceSeconds) ? StopReason.Silence : null;
    }

    /// <summary>Whether the process has had its time to go away by itself after the result.</summary>
    public bool LingeredEnough(TimeoutOptions limits, DateTimeOffset now) =>
        ResultAt is { } at && now - at >= TimeSpan.FromSeconds(limits.LingerSeconds);

    /// <summary>When to look again.</summary>
    public DateTimeOffset Next(TimeoutOptions limits)
    {
        if (ResultAt is { } at)
            return at.AddSeconds(limits.LingerSeconds);
        var quiet = LastByteAt is { } last ? last.AddSeconds(limits.SilenceSeconds) : ReleasedAt.AddSeconds(limits.FirstByteSeconds);
        return quiet < Deadline ? quiet : Deadline;
    }
}
