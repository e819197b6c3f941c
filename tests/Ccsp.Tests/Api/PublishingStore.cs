using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue;

namespace Ccsp.Tests.Api;

/// <summary>
/// The reference model with the one thing it leaves out: it tells the hub what was committed. Can be made to fail on purpose.
/// </summary>
internal sealed class PublishingStore(QueueOptions options, EventHub hub) : ITaskStore
{
    private readonly ModelTaskStore model = new(options);
    private readonly Lock order = new();
    private long told;

    /// <summary>Thrown by the next and all further submits and readings of gates.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Loses every notification; the store itself stays right.</summary>
    public bool Mute { get; set; }

    public Task<IReadOnlyList<SubmitOutcome>> SubmitAsync(SubmitBatch batch, CancellationToken stop) =>
        Failure is null ? ThenTell(model.SubmitAsync(batch, stop)) : throw Failure;

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken stop) =>
        ThenTell(model.ClaimAsync(request, stop));

    public Task<LeaseOutcome> ConfirmAsync(RunStarted started, CancellationToken stop) => ThenTell(model.ConfirmAsync(started, stop));

    public Task<LeaseOutcome> GiveBackAsync(StartFailed failed, CancellationToken stop) => ThenTell(model.GiveBackAsync(failed, stop));

    public Task<LeaseOutcome> FinishAsync(RunFinished finished, CancellationToken stop) => ThenTell(model.FinishAsync(finished, stop));

    public Task<ChangeOutcome> ChangeAsync(TaskChange change, CancellationToken stop) => ThenTell(model.ChangeAsync(change, stop));

    public Task<Renewal> RenewAsync(Heartbeat beat, CancellationToken stop) => ThenTell(model.RenewAsync(beat, stop));

    public Task<SweepReport> SweepAsync(SweepRequest request, CancellationToken stop) => ThenTell(model.SweepAsync(request, stop));

    public Task<GateState> SetGateAsync(GateChange change, CancellationToken stop) => ThenTell(model.SetGateAsync(change, stop));

    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken stop) =>
        ThenTell(model.EmergencyAsync(change, stop));

    public Task<IReadOnlyList<AgentTask>> ForeseeAsync(ClaimRequest request, CancellationToken stop) => model.ForeseeAsync(request, stop);

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken stop) =>
        Failure is null ? model.EmergencyNowAsync(stop) : throw Failure;

    public Task<ClearStep> ClearAsync(ClearFilter filter, string? after, int limit, CancellationToken stop) =>
        ThenTell(model.ClearAsync(filter, after, limit, stop));

    public Task<TaskRecord?> GetAsync(string id, CancellationToken stop) => model.GetAsync(id, stop);

    public Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken stop) => model.ListAsync(filter, stop);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(EventQuery query, CancellationToken stop) => model.EventsAsync(query, stop);

    public Task<IReadOnlyList<RunRecord>> RunsAsync(string taskId, CancellationToken stop) => model.RunsAsync(taskId, stop);

    public Task<IReadOnlyList<ClaimedTask>> LeasesAsync(string instanceId, CancellationToken stop) => model.LeasesAsync(instanceId, stop);

    public Task<QueueSnapshot> SnapshotAsync(DateTimeOffset now, CancellationToken stop) => model.SnapshotAsync(now, stop);

    public Task<IReadOnlyList<InstanceRecord>> InstancesAsync(CancellationToken stop) =>
        Failure is null ? model.InstancesAsync(stop) : throw Failure;

    public Task<IReadOnlyList<GateState>> GatesAsync(CancellationToken stop) => Failure is null ? model.GatesAsync(stop) : throw Failure;

    public Task<Explanation?> ExplainAsync(string id, ClaimRequest asIf, CancellationToken stop) => model.ExplainAsync(id, asIf, stop);

    private async Task<T> ThenTell<T>(Task<T> step)
    {
        var result = await step;
        lock (order)
        {
            // The model answers without ever waiting, so its task is done here.
            var events = model.EventsAsync(new EventQuery(null, told, int.MaxValue), CancellationToken.None).Result;
            if (events.Count > 0)
                told = events[^1].Seq;
            if (!Mute)
                hub.Publish(events);
        }

        return result;
    }
}
