using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>What a claim of this instance says.</summary>
internal sealed record DispatcherSettings(Instance Instance, ExecutionOptions Options, AdaptiveSlots Slots, TimeProvider Time)
{
    /// <param name="limit">Tasks in one answer.</param>
    /// <param name="now">The store's now.</param>
    public ClaimRequest Request(int limit, DateTimeOffset now)
    {
        var reserved = Options.MaxConcurrent >= 2 ? Math.Min(Options.ReservedUrgent, Options.MaxConcurrent - 1) : 0;
        var memory = FreeMemory.Slots(FreeMemory.AvailableMiB(), Options.MemoryPerRunMiB);
        var (slots, reason) = Slots.Offer(now);
        return new ClaimRequest(Instance.Id, slots, reserved, memory, limit, now) { FewerSlotsBecause = reason };
    }
}
