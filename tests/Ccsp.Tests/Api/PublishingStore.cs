using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue;

namespace Ccsp.Tests.Api;

/// <summary>
/// The reference model with the one thing it leaves out: it tells the hub what was committed. Can be made to fail on purpose.
/// </summary>
internal sealed class PublishingStore(QueueOptions options, EventHub hub) : ITaskStore
{
    private readonly ModelTaskStore _model = new(options);
    private readonly Lock _order = new();
    private long _told;

    /// <summary>Thrown by the next and all further submits and readings of gates.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Loses every notification; the store itself stays right.</summary>
    public bool Mute { get; set; }

    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken cancellationToken) =>
        Failure is null ? ThenTell(_model.SubmitAsync(batch, cancellationToken)) : throw Failure;

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        ThenTell(_model.ClaimAsync(request, cancellationToken));

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken cancellationToken) =>
        ThenTell(_model.ConfirmAsync(started, cancellationToken));

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken cancellationToken) =>
        ThenTell(_model.GiveBackAsync(failed, cancellationToken));

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken cancellationToken) =>
        ThenTell(_model.FinishAsync(finished, cancellationToken));

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken cancellationToken) =>
        ThenTell(_model.ChangeAsync(change, cancellationToken));

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken cancellationToken) =>
        ThenTell(_model.RenewAsync(beat, cancellationToken));

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken cancellationToken) =>
        ThenTell(_model.SweepAsync(request, cancellationToken));

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken cancellationToken) =>
        ThenTell(_model.SetGateAsync(change, cancellationToken));

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken) =>
        ThenTell(_model.EmergencyAsync(change, cancellationToken));

    public Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        _model.PreviewClaimAsync(request, cancellationToken);

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken) =>
        Failure is null ? _model.EmergencyNowAsync(cancellationToken) : throw Failure;

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken cancellationToken) =>
        ThenTell(_model.ClearAsync(filter, after, limit, cancellationToken));

    public Task<TaskRecord?> GetAsync(string id, CancellationToken cancellationToken) => _model.GetAsync(id, cancellationToken);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => _model.ListAsync(filter, cancellationToken);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        _model.EventsAsync(query, cancellationToken);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken cancellationToken) =>
        _model.RunsAsync(taskId, cancellationToken);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken cancellationToken) =>
        _model.LeasesAsync(instanceId, cancellationToken);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _model.SnapshotAsync(now, cancellationToken);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken cancellationToken) =>
        Failure is null ? _model.InstancesAsync(cancellationToken) : throw Failure;

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken cancellationToken) =>
        Failure is null ? _model.GatesAsync(cancellationToken) : throw Failure;

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken cancellationToken) =>
        _model.ExplainAsync(id, asIf, cancellationToken);

    private async Task<T> ThenTell<T>(Task<T> step)
    {
        var result = await step;
        lock (_order)
        {
            // The model answers without ever waiting, so its task is done here.
            var events = _model.EventsAsync(new EventQuery(null, _told, int.MaxValue), CancellationToken.None).Result;
            if (events.Count > 0)
                _told = events[^1].Seq;
            if (!Mute)
                hub.Publish(events);
        }

        return result;
    }
}
