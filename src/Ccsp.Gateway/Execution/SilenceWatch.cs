using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Distinguishes a stall from silent work: the processes are sampled halfway and at the end; only a tree idle in between has stalled.
/// </summary>
/// <param name="look">What the processes have done up to now.</param>
internal sealed class SilenceWatch(Func<TreeActivity> look)
{
    private TimeSpan _halfwayAt;
    private TreeActivity? _halfway;

    /// <summary>Time of the next sample.</summary>
    public TimeSpan Next(Silence silence)
    {
        var half = silence.Limit / 2;
        // A late sample, after a machine pause, still grants the tree its time.
        return IsHalfway(silence) ? Later(silence.Since + silence.Limit, _halfwayAt + half) : silence.Since + half;
    }

    public SilenceVerdict Judge(Silence silence, TimeSpan now)
    {
        if (now < Next(silence))
            return SilenceVerdict.TooEarly;
        var seen = look();
        if (!IsHalfway(silence))
        {
            (_halfwayAt, _halfway) = (now, seen);
            return SilenceVerdict.TooEarly;
        }

        var isBusy = seen.IsAliveSince(_halfway!, now - _halfwayAt);
        _halfway = null;
        if (seen.Output > 0 && silence.Reason == Tasks.StopReason.FirstByte)
            return SilenceVerdict.Wrote;
        return isBusy ? SilenceVerdict.Busy : SilenceVerdict.Stalled;
    }

    private bool IsHalfway(Silence silence) => _halfway is not null && _halfwayAt >= silence.Since;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
