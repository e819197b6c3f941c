namespace Ccsp.Gateway.Gates;

/// <summary>An instance asks for work.</summary>
/// <param name="InstanceId">Who asks.</param>
/// <param name="MaxConcurrent">Its slots in all. The store counts its leases itself; the caller never prefetches.</param>
/// <param name="ReservedUrgent">Slots only tasks submitted as urgent may use.</param>
/// <param name="MemorySlots">How many more runs its free memory allows; the memory gate's fact.</param>
/// <param name="Limit">At most this many tasks in one answer.</param>
internal sealed record ClaimRequest(string InstanceId, int MaxConcurrent, int ReservedUrgent, int MemorySlots, int Limit,
    DateTimeOffset Now)
{
    /// <summary>With fewer slots than these none is reserved; with one alone nothing but urgent tasks would ever run.</summary>
    public int ReservesFrom { get; init; } = 2;

    /// <summary>Why <see cref="MaxConcurrent"/> is lower than the instance's slots are; null when it is not. For people.</summary>
    public string? FewerSlotsBecause { get; init; }

    /// <summary>Set while this instance can start nothing. For explain; such an instance does not claim.</summary>
    public StartShortage? Shortage { get; init; }

    /// <summary>How many of so many slots are open to tasks that are not urgent.</summary>
    public int OpenSlots(int slots) => slots >= Math.Max(2, ReservesFrom) ? Math.Max(1, slots - ReservedUrgent) : slots;
}
