namespace Ccsp.Gateway.Execution;

/// <summary>The slots this instance offers now, and the reason if they are reduced.</summary>
internal sealed class AdaptiveSlots(ExecutionOptions options, Func<Pressure> read)
{
    /// <summary>The averages move slowly, but claims ask a hundred times a second.</summary>
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private SlotLimit _limit = new(options.MaxConcurrent, DateTimeOffset.MinValue);
    private int _most = options.MaxConcurrent;
    private string? _reason;

    public (int Slots, string? Reason) Offer(DateTimeOffset now)
    {
        lock (_gate)
        {
            FollowOptions_NeedsLock();
            // The wall clock may be set back; old figures must not survive that.
            if ((now - _readAt).Duration() < ReadEvery)
                return (_limit.Slots, _reason);
            _readAt = now;
            var shortage = ShortageOf(read());
            _limit = _limit.Next(options.MaxConcurrent, shortage is not null, now);
            _reason = _limit.Slots >= options.MaxConcurrent ? null : shortage ?? _reason;
            return (_limit.Slots, _reason);
        }
    }

    /// <summary>A reload applies at once; a current shortage persists.</summary>
    private void FollowOptions_NeedsLock()
    {
        if (_most == options.MaxConcurrent)
            return;
        _limit = _limit with {
            Current = _limit.Current >= _most ? options.MaxConcurrent : Math.Min(_limit.Current, options.MaxConcurrent) };
        _most = options.MaxConcurrent;
    }

    private string? ShortageOf(Pressure pressure)
    {
        if (pressure.Memory > options.Limits.MemoryPressurePercent)
            return "the machine is short of memory";
        return pressure.Processor > options.Limits.ProcessorPressurePercent ? "the machine is short of processor time" : null;
    }
}
