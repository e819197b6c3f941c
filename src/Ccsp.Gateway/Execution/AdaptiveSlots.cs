namespace Ccsp.Gateway.Execution;

/// <summary>The slots this instance offers now, and why they are fewer than it has.</summary>
internal sealed class AdaptiveSlots(ExecutionOptions options, Func<Pressure> read)
{
    /// <summary>The averages move slowly; a claim asks a hundred times a second.</summary>
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private DateTimeOffset readAt = DateTimeOffset.MinValue;
    private SlotLimit limit = new(options.MaxConcurrent, DateTimeOffset.MinValue);
    private int most = options.MaxConcurrent;
    private string? reason;

    public (int Slots, string? Reason) Offer(DateTimeOffset now)
    {
        lock (gate)
        {
            FollowOptions_NeedsLock();
            // A wall clock that was set back must not keep the figures of an hour ago.
            if ((now - readAt).Duration() < ReadEvery)
                return (limit.Slots, reason);
            readAt = now;
            var shortage = ShortageOf(read());
            limit = limit.Next(options.MaxConcurrent, shortage is not null, now);
            reason = limit.Slots >= options.MaxConcurrent ? null : shortage ?? reason;
            return (limit.Slots, reason);
        }
    }

    /// <summary>Slots that were added or taken away by a new configuration count at once; a shortage that is felt stays felt.</summary>
    private void FollowOptions_NeedsLock()
    {
        if (most == options.MaxConcurrent)
            return;
        limit = limit with { Current = limit.Current >= most ? options.MaxConcurrent : Math.Min(limit.Current, options.MaxConcurrent) };
        most = options.MaxConcurrent;
    }

    private string? ShortageOf(Pressure pressure)
    {
        if (pressure.Memory > options.MemoryPressurePercent)
            return "the machine is short of memory";
        return pressure.Processor > options.ProcessorPressurePercent ? "the machine is short of processor time" : null;
    }
}
