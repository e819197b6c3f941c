using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    public Task<EmergencyOutcome> EmergencyAsync(EmergencyChange change, CancellationToken cancellationToken) => Step(() =>
    {
        var holders = Leased.Select(task => task.Lease!.InstanceId);
        if (ModelEmergencies.Change(_state.Emergency, change, holders) is not { } step)
            return new EmergencyOutcome(_state.Emergency, Changed: false);
        PutEmergency(step, change.Now);
        if (step.State is { ClearedAt: null, Mode: EmergencyMode.Kill })
        {
            foreach (var task in Leased.ToList())
            {
                if (ModelTransitions.Stop(task, StopReason.Emergency, change.Actor, change.Now) is TransitionResult.Applied applied)
                    Put(applied);
            }
        }

        return new EmergencyOutcome(_state.Emergency, Changed: true);
    });

    public Task<IReadOnlyList<AgentTask>> PreviewClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<AgentTask>>(() =>
    {
        var kept = _state.Copy();
        var foreseen = Fill(request).Select(claimed => claimed.Task).ToList();
        _state = kept;
        return foreseen;
    });

    public Task<EmergencyState?> EmergencyNowAsync(CancellationToken cancellationToken) => Step(() => _state.Emergency);

    private void PutEmergency(EmergencyStep step, DateTimeOffset now)
    {
        _state.Emergency = step.State;
        if (step.Event is { } type)
            Append(null, null, type, now, null, null, JsonSerializer.Serialize(step.State, EmergencyJson.Default.EmergencyState));
    }
}
