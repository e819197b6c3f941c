using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Execution;

/// <summary>Builds the claim requests of this instance.</summary>
internal sealed record DispatcherSettings(Instance Instance, ExecutionOptions Options, AdaptiveSlots Slots, TimeProvider Time)
{
    /// <summary>With fewer slots an idle one costs more than an urgent task's wait.</summary>
    private const int ReserveByDefaultFrom = 4;

    /// <summary>Free memory one more run needs: a Claude Code process takes about 310.</summary>
    public int MemoryPerRunMiB { get; init; } = 350;

    /// <param name="limit">Tasks in one answer.</param>
    public ClaimRequest Request(int limit, DateTimeOffset now)
    {
        var memory = FreeMemory.Slots(FreeMemory.AvailableMiB(), MemoryPerRunMiB);
        var (slots, reason) = Slots.Offer(now);
        return new ClaimRequest(Instance.Id, slots, Options.UrgentSlots ?? 1, memory, limit, now)
        {
            ReservesFrom = Options.UrgentSlots is null ? ReserveByDefaultFrom : 2,
            FewerSlotsBecause = reason,
        };
    }
}
