using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>An instance asks for work.</summary>
/// <param name="InstanceId">Who asks.</param>
/// <param name="MaxConcurrent">Its slots in all. The store counts its leases itself; the caller never prefetches.</param>
/// <param name="ReservedUrgent">Slots only tasks submitted as urgent may use.</param>
/// <param name="MemorySlots">How many more runs its free memory allows; the memory gate's fact.</param>
/// <param name="Limit">At most this many tasks in one answer.</param>
/// <param name="Now">The store's now.</param>
internal sealed record ClaimRequest(string InstanceId, int MaxConcurrent, int ReservedUrgent, int MemorySlots, int Limit, DateTimeOffset Now)
{
    /// <summary>With fewer slots than these none is reserved; with one alone nothing but urgent tasks would ever run.</summary>
    public int ReservesFrom { get; init; } = 2;

    /// <summary>Why <see cref="MaxConcurrent"/> is lower than the instance's slots are; null when it is not. For people.</summary>
    public string? FewerSlotsBecause { get; init; }

    /// <summary>How many of so many slots are open to tasks that are not urgent.</summary>
    public int OpenSlots(int slots) => slots >= Math.Max(2, ReservesFrom) ? Math.Max(1, slots - ReservedUrgent) : slots;
}

/// <summary>A leased task with what its run needs.</summary>
internal sealed record ClaimedTask(AgentTask Task, TaskSubmission Spec);

/// <summary>What became of a write that needs the lease.</summary>
internal abstract record LeaseOutcome
{
    private LeaseOutcome()
    {
    }

    internal sealed record Applied(AgentTask Task) : LeaseOutcome;

    /// <summary>The token is not the current one. The writer stops its process tree and writes nothing more.</summary>
    internal sealed record Lost : LeaseOutcome;

    /// <summary>The task is in a state that does not allow it, for example a stop was asked before the start was confirmed.</summary>
    internal sealed record Refused(AgentTask Task, string Reason) : LeaseOutcome;
}
