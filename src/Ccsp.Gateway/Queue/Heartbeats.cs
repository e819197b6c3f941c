using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>An instance says that it lives, once for all its leases.</summary>
/// <param name="InstanceId">Who.</param>
/// <param name="Host">Machine name.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Now">The store's now.</param>
/// <param name="ValidFor">How long the leases last without another heartbeat.</param>
/// <param name="Load">What it tells of itself.</param>
internal sealed record Heartbeat(string InstanceId, string Host, int Pid, string? Url, DateTimeOffset Now, TimeSpan ValidFor, InstanceLoad? Load = null);

/// <summary>How an instance and its machine are doing.</summary>
/// <param name="StartedAt">Of this process.</param>
/// <param name="MaxConcurrent">Runs it takes at a time.</param>
/// <param name="Cpu">How busy the processors of its machine were since the heartbeat before, 0 to 100; null: unknown.</param>
/// <param name="Memory">How much of the memory of its machine is taken, 0 to 100; null: unknown.</param>
/// <param name="ProcessMemory">Bytes of its own process.</param>
/// <param name="Leads">Whether it does what one does for all.</param>
/// <param name="IsLeaving">It ended as planned, and keeps the leases of the runs it left behind until it is back.</param>
/// <param name="Containment">What holds the processes of a run together; null: an older version, which does not say.</param>
internal sealed record InstanceLoad(
    DateTimeOffset StartedAt, int MaxConcurrent, double? Cpu, double? Memory, long ProcessMemory, bool Leads, bool IsLeaving = false, string? Containment = null);

/// <summary>An instance as the store knows it.</summary>
/// <param name="Beat">The latest heartbeat.</param>
/// <param name="Lost">It was found silent and has not been heard since.</param>
/// <param name="Leases">Its live runs.</param>
internal sealed record InstanceRecord(Heartbeat Beat, bool Lost, int Leases)
{
    public bool IsLiveAt(DateTimeOffset now) => !Lost && now - Beat.Now < Beat.ValidFor;
}

/// <summary>The answer: runs to stop. Reading it is how a cancel arrives even when every notification is lost.</summary>
/// <param name="Stops">One each.</param>
/// <param name="Kill">An emergency stop wants every process tree gone: also those that are being stopped gently are to be ended soon.</param>
internal sealed record Renewal(IReadOnlyList<StopOrder> Stops, bool Kill);

internal sealed record StopOrder(string TaskId, LeaseToken Token, StopRequest Stop);

/// <summary>One round of the periodic transitions.</summary>
/// <param name="Now">The store's now.</param>
/// <param name="Jitter">Uniform in [0, 1).</param>
/// <param name="Limit">At most so many tasks of each kind, so that a mass of due tasks never blocks the writer for long.</param>
/// <param name="Retention">How long and how many ended tasks are kept.</param>
internal sealed record SweepRequest(DateTimeOffset Now, double Jitter, int Limit, RetentionOptions Retention)
{
    /// <summary>The instance that asks. It is alive, whatever its last heartbeat says after a jump of the clock, and so are its runs.</summary>
    public string? Sweeper { get; init; }
}

internal sealed record SweepReport(int Due, int Expired, int Promoted, int Lost, int Unblocked, int Deleted)
{
    /// <summary>Whether another round would find more at once.</summary>
    public bool MayHaveMore(int limit) => Due >= limit || Expired >= limit || Promoted >= limit || Lost >= limit || Unblocked >= limit || Deleted >= limit;

    /// <summary>Ids of tasks T21 deleted, so that their run folders can be removed.</summary>
    public IReadOnlyList<string> DeletedIds { get; init; } = [];

    /// <summary>The runs it ended because their instance is gone, as many as <see cref="Lost"/>.</summary>
    public IReadOnlyList<LostRun> LostRuns { get; init; } = [];
}

/// <summary>A run a sweep ended.</summary>
/// <param name="Before">The task while it ran.</param>
/// <param name="After">The task since then, with its ending.</param>
internal sealed record LostRun(AgentTask Before, AgentTask After);
