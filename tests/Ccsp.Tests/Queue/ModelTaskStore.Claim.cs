using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    private static readonly Priority[] Strict = [Priority.Urgent, Priority.High, Priority.Normal, Priority.Low];
    private static readonly Priority[] UrgentLast = [Priority.High, Priority.Normal, Priority.Low, Priority.Urgent];

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<ClaimedTask>>(() => _state.Emergency is { Stands: true } ? [] : Fill(request));

    private List<ClaimedTask> Fill(ClaimRequest request)
    {
        List<ClaimedTask> claimed = [];
        if (_state.Gates.Values.Any(gate => gate.Closed && !gate.IsClosedAt(request.Now)))
            OpenAndResume(request.Now, Parked.AtOnce);
        while (claimed.Count < request.Limit && InstanceSlots.AskMemory(request, claimed.Count).Admits && Pick(request) is { } task)
        {
            if (Transitions.Expire(task, request.Now) is TransitionResult.Applied tooLate)
                Put(tooLate);
            else
                claimed.Add(Lease(task, request));
        }

        return claimed;
    }

    /// <summary>The next task in claim order that every gate admits.</summary>
    private AgentTask? Pick(ClaimRequest request)
    {
        if (IsHeld(GateNames.Queue, request.Now))
            return null;
        var order = Fairness.UrgentLast(_state.Claims, options.NonUrgentEvery) ? UrgentLast : Strict;
        return order
            .Where(priority => !IsHeld(GateNames.Class(priority), request.Now))
            .Where(priority => InstanceSlots.Ask(request, Stored(GateNames.Instance(request.InstanceId)), LeasesOf(request.InstanceId),
            priority).Admits)
            .Select(priority => PickIn(priority, request.Now))
            .FirstOrDefault(task => task is not null);
    }

    /// <summary>Of the groups with an admissible lane the one with the smallest F; in it the lane with the earliest head.</summary>
    private AgentTask? PickIn(Priority priority, DateTimeOffset now) => Tasks
        .Where(task => task.State == TaskState.Ready && task.PriorityClass == priority)
        .GroupBy(LaneOf)
        .Select(lane => lane.OrderBy(task => task.ReadyAt).ThenBy(task => task.Id, StringComparer.Ordinal).First())
        .Where(head => GatesOf(head).All(name => Refusal(name, priority, now) is null))
        .OrderBy(head => _state.Finish[(priority, head.Group)])
        .ThenBy(head => head.Group, StringComparer.Ordinal)
        .ThenBy(head => head.ReadyAt)
        .ThenBy(head => head.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private ClaimedTask Lease(AgentTask task, ClaimRequest request)
    {
        var key = (task.PriorityClass, task.Group);
        var charged = Expected(task.Group);
        _state.Claims++;
        _state.VirtualTime[task.PriorityClass] = _state.Finish[key];
        _state.Finish[key] = Fairness.Charge(_state.Finish[key], charged);
        var token = new LeaseToken(1, (ulong)_nonces.NextInt64());
        var applied = (TransitionResult.Applied)Transitions.Claim(task, request.InstanceId, token, charged, request.Now);
        Put(applied);
        PutGates(GatesOf(task).Select(gate => Gating.Take(options.Gates.InForce(gate, Stored(gate)), Stored(gate), gate, request.Now))
            .OfType<GateStep>(), request.Now);
        return new ClaimedTask(applied.Task, _state.Records[task.Id].Spec);
    }

    private static string LaneOf(AgentTask task) => string.Join('\n', GatesOf(task));

    private static IEnumerable<string> GatesOf(AgentTask task) => GateNames.Of(task).Prepend(GateNames.Group(task.Group));

    private GateAnswer? Refusal(string name, Priority priority, DateTimeOffset now) => options.Gates.InForce(name, Stored(name)) is { } gate
        ? Admit.Refusal(new GateQuestion(gate, Occupancy(name), priority, now, options.Gates))
        : null;

    private GateState? Stored(string name) => _state.Gates.GetValueOrDefault(name);

    private bool IsHeld(string name, DateTimeOffset now) => Stored(name)?.IsClosedAt(now) == true;

    private int Occupancy(string name) => Leased.Count(task => GatesOf(task).Contains(name));

    private InstanceLeases LeasesOf(string instanceId) => new(
        Leased.Count(task => task.Lease!.InstanceId == instanceId),
        Leased.Count(task => task.Lease!.InstanceId == instanceId && task.Priority != Priority.Urgent));
}
