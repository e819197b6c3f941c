using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>The further conditions of a waiting task, in the order in which they will be met. Pure.</summary>
internal static class Conditions
{
    public static IReadOnlyList<Condition> Of(AgentTask task, WaitingFacts facts, IReadOnlyList<GateAnswer> gates, DateTimeOffset now)
    {
        List<Condition> conditions = [];
        if (task.State == TaskState.Held && facts.OpenParents.Count > 0)
            conditions.Add(new(ConditionKind.Dependency, $"Then it waits for {string.Join(", ", facts.OpenParents)} to end.", null));
        if (task.State is TaskState.Held or TaskState.Blocked && task.RunAt > now)
            conditions.Add(new(ConditionKind.StartTime, $"It does not start before {Time(task.RunAt.Value)}, as its submitter asked.",
                task.RunAt));
        if (task.State != TaskState.Ready && LaterGate(task, gates) is { } gate)
            conditions.Add(new(ConditionKind.Gate, $"Then, as things stand: {DecisiveGate.Sentence(gate, gates)}", gate.OpensAt));
        if (!task.EverStarted && task.StartBefore is { } expiry)
            conditions.Add(new(ConditionKind.Expiry, $"It expires at {Time(expiry)} if it has not started by then.", expiry));
        return conditions;
    }

    /// <summary>
    /// A gate that only frees slots, or opens before the task's own time, adds nothing; nor does the one a parked task waits for.
    /// </summary>
    private static GateAnswer? LaterGate(AgentTask task, IReadOnlyList<GateAnswer> gates)
    {
        var known = task.WaitReason is WaitReason.Limit or WaitReason.Session ? GateNames.ParkingGates(task) : [];
        var decisive = DecisiveGate.Of(gates.Where(gate => gate.Gate != Emergencies.Gate && !known.Contains(gate.Gate)));
        return decisive is { NeedsAction: true } || decisive?.OpensAt > (task.RunAt ?? DateTimeOffset.MinValue) ? decisive : null;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
