using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

internal sealed partial class ModelTaskStore
{
    private static readonly Priority[] Strict = [Priority.Urgent, Priority.High, Priority.Normal, Priority.Low];
    private static readonly Priority[] UrgentLast = [Priority.High, Priority.Normal, Priority.Low, Priority.Urgent];

    /// <summary>Of each profile; the sweep sees to the rest.</summary>
    private const int ResumedByAClaim = 100;

    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        Step<IReadOnlyList<ClaimedTask>>(() => _state.Emergency.Stands() ? [] : Fill(request));

    private List<ClaimedTask> Fill(ClaimRequest request)
    {
        List<ClaimedTask> claimed = [];
        if (_state.Gates.Values.Any(gate => gate.Closed && !gate.IsClosed(request.Now)))
            OpenAndResume(request.Now, ResumedByAClaim);
        while (claimed.Count < request.Limit && ModelInstanceGates.Memory(request, claimed.Count).Admits && Pick(request) is { } task)
        {
            if (ModelTransitions.Expire(task, request.Now) is TransitionResult.Applied tooLate)
                Put(tooLate);
            else
                claimed.Add(Lease(task, request));
        }

        return claimed;
    }

    /// <summary>The next task in claim order that every gate admits.</summary>
    private AgentTask? Pick(ClaimRequest request)
    {
        if (IsHeld("queue", request.Now))
            return null;
        // Of so many claims the last goes to the best task that is not urgent.
        var order = (_state.Claims + 1) % options.NonUrgentEvery == 0 ? UrgentLast : Strict;
        return order
            .Where(priority => !IsHeld(ModelTask.ClassGate(priority), request.Now))
            .Where(priority => SlotsFor(priority, request).Admits)
            .Select(priority => PickIn(priority, request.Now))
            .FirstOrDefault(task => task is not null);
    }

    /// <summary>Of the groups with an admissible lane the one with the smallest F; in it the lane with the earliest head.</summary>
    private AgentTask? PickIn(Priority priority, DateTimeOffset now) => Tasks
        .Where(task => task.State == TaskState.Ready && task.PriorityClass == priority)
        .GroupBy(LaneOf)
        .Select(lane => lane.OrderBy(task => task.ReadyAt).ThenBy(task => task.Id, StringComparer.Ordinal).First())
        .Where(head => head.Gates().All(name => Refusal(name, priority, now) is null))
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
        _state.Finish[key] += charged;
        var token = new LeaseToken(1, (ulong)_nonces.NextInt64());
        var applied = ModelTransitions.Claim(task, request.InstanceId, token, charged, request.Now);
        Put(applied);
        PutGates(task.Gates().Select(gate => ModelGateChanges.Start(InForce(gate), Stored(gate), request.Now))
            .OfType<GateStep>(), request.Now);
        return new ClaimedTask(applied.Task, _state.Records[task.Id].Spec);
    }

    private static string LaneOf(AgentTask task) => string.Join('\n', task.Gates());

    private GateAnswer? Refusal(string name, Priority priority, DateTimeOffset now) =>
        ModelGates.Refusal(InForce(name), Occupancy(name), priority, now, options.Gates);

    private GateState InForce(string name) => ModelGates.InForce(name, Stored(name), options.Gates);

    private GateState? Stored(string name) => _state.Gates.GetValueOrDefault(name);

    private bool IsHeld(string name, DateTimeOffset now) => Stored(name).IsClosed(now);

    private int Occupancy(string name) => Leased.Count(task => task.Gates().Contains(name));

    private GateAnswer SlotsFor(Priority priority, ClaimRequest request)
    {
        var mine = Leased.Where(task => task.Lease!.InstanceId == request.InstanceId).ToList();
        return ModelInstanceGates.Slots(request, Stored("instance:" + request.InstanceId), mine.Count,
            mine.Count(task => task.Priority != Priority.Urgent), priority);
    }
}
