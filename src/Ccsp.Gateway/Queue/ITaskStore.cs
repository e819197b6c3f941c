using Ccsp.Gateway.Events;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>
/// The durable queue. Each method is one atomic step: all of it is on disk when the method returns, or nothing happened. Three
/// implementations behave alike and are held to it by one conformance suite: the in-memory reference model, SQLite, Redis.
/// Times are passed in; times in records are whole milliseconds UTC.
/// </summary>
internal interface ITaskStore
{
    /// <summary>T1. Outcomes are in the order of the batch; an atomic batch is accepted whole or refused whole.</summary>
    Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken);

    /// <summary>T5 for up to the free slots of one instance, in claim order, each admitted by all its gates.</summary>
    Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>T6, only with the current token. The answer carries a stop that was asked meanwhile.</summary>
    Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken);

    /// <summary>T7, only with the current token; closes <see cref="GateHold"/> in the same step when one is given.</summary>
    Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken);

    /// <summary>T8, T9, T10, T12, T15 with run, usage, result, event, dependents (T3) and an optional hold in one step, only with the
    /// current token.</summary>
    Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken);

    /// <summary>T2, T13, T14, T19, T20: one change by a person, a caller or the executor. See <see cref="TaskChange"/>.</summary>
    Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken);

    /// <summary>One heartbeat for all leases of an instance. The answer lists what the instance must stop.</summary>
    Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken);

    /// <summary>T3 (re-check), T4, T16, T17, T18, ageing and T21, at most <see cref="SweepRequest.Limit"/> tasks of each kind.</summary>
    Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken);

    /// <summary>Opens or closes a hold, or changes a limit. Kept over restarts.</summary>
    Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken);

    /// <summary>
    /// Begins, raises or clears the emergency stop. While it stands no claim gives anything and no start is confirmed; a kill asks every
    /// lease to stop in the same step.
    /// </summary>
    Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken);

    /// <summary>What a claim would give if no emergency stop stood, in its order; takes nothing.</summary>
    Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>T13 for waiting tasks a filter names, newest first and at most <paramref name="limit"/>.</summary>
    /// <param name="after">Where the step before ended; null at first.</param>
    /// <param name="limit">How many are cancelled in this step.</param>
    Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken);

    Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken);

    Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken);

    Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken);

    Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>The leased tasks of an instance, for adoption after a restart.</summary>
    Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>All known instances, by id.</summary>
    Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken);

    Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The emergency stop that stands, or the last one; null when there never was one.</summary>
    Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken);

    /// <summary>Why a task waits: its position and the answer of each of its gates, from the code that admits. Null for an unknown
    /// task.</summary>
    Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken);
}
