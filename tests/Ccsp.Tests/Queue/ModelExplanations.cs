using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Queue;

/// <summary>Why a task waits: every gate it must pass, which of them decides, and what else binds it.</summary>
internal static class ModelExplanations
{
    /// <param name="gates">Every gate's answer while it waits; none otherwise.</param>
    /// <param name="ahead">How many ready tasks are served before it.</param>
    /// <param name="openParents">Parents that have not ended.</param>
    public static Explanation Of(AgentTask task, List<GateAnswer> gates, int ahead, IReadOnlyList<string> openParents,
        double expectedSeconds, ClaimRequest asIf)
    {
        var parents = string.Join(", ", openParents);
        if (!task.Waits())
            return new Explanation(task, 0, [], Own(task, null, "", ahead, parents), null);
        if (task.State != TaskState.Ready)
            ahead = 0;
        var stop = gates.Find(gate => gate.Gate == "emergency");
        var decisive = task.State == TaskState.Ready ? Decisive(gates)
            : stop ?? (task.State == TaskState.Scheduled && task.IsParked()
                ? Decisive(gates.Where(gate => task.ParkingGates().Contains(gate.Gate))) : null);
        var summary = task.State != TaskState.Ready && stop is not null
            ? $"{stop.Reason.TrimEnd('.')}. {Own(task, null, "", ahead, parents)}"
            : Own(task, decisive, decisive is null ? "" : Sentence(decisive, gates), ahead, parents);
        return new Explanation(task, ahead, gates, summary, Estimate(task, gates, ahead, expectedSeconds, asIf))
        {
            Decisive = decisive,
            Until = decisive is null && task.State == TaskState.Scheduled ? task.RunAt : decisive?.OpensAt,
            Conditions = Conditions(task, gates, openParents, parents, asIf.Now),
        };
    }

    /// <summary>Of those that refuse: one that needs somebody, else the one that opens last, else one that opens as runs end.</summary>
    private static GateAnswer? Decisive(IEnumerable<GateAnswer> gates)
    {
        var refusing = gates.Where(gate => !gate.Admits).ToList();
        return refusing.Find(gate => gate.NeedsAction)
            ?? refusing.Where(gate => gate.OpensAt is not null).MaxBy(gate => gate.OpensAt)
            ?? refusing.FirstOrDefault();
    }

    private static string Sentence(GateAnswer decisive, IEnumerable<GateAnswer> gates)
    {
        var others = gates.Where(gate => !gate.Admits).Select(gate => gate.Gate).Where(gate => gate != decisive.Gate).Distinct().Count();
        return decisive.Reason.TrimEnd('.')
            + others switch
            {
                0 => "",
                1 => ", and 1 more gate refuses it as well",
                _ => $", and {others} more gates refuse it as well",
            }
            + (decisive.Action is null ? "." : $". To let it go on: {decisive.Action}");
    }

    private static string Own(AgentTask task, GateAnswer? decisive, string gate, int ahead, string parents)
    {
        switch (task.State)
        {
            case TaskState.Held: return $"Held until a person approves it: ccsp tasks approve {task.Id}.";
            case TaskState.Blocked: return $"Waits for {parents} to end.";
            case TaskState.Starting: return $"Is being started by {task.Lease!.InstanceId}.";
            case TaskState.Running: return $"Runs on {task.Lease!.InstanceId} since {Text(task.StartedAt)}.";
            case TaskState.Stopping: return $"Is being stopped on {task.Lease!.InstanceId}, asked by {task.Stop!.Actor}.";
            case TaskState.Ready when decisive is not null: return gate;
            case TaskState.Ready when ahead == 0: return "Is next in line.";
            case TaskState.Ready when ahead == 1: return "Every gate is open; 1 task is ahead of it.";
            case TaskState.Ready: return $"Every gate is open; {ahead} tasks are ahead of it.";
        }

        if (task.State != TaskState.Scheduled)
            return task.FailReason is { } reason
                ? $"Failed ({EnumNames<FailReason>.Of(reason)}) at {Text(task.FinishedAt)}: {task.Ending?.Message}"
                : $"Ended as {EnumNames<TaskState>.Of(task.State)} at {Text(task.FinishedAt)}.";
        var why = task.WaitReason switch
        {
            WaitReason.User => "the start time its submitter asked for",
            WaitReason.Cron => "its schedule",
            WaitReason.Retry => "the pause before its next run",
            WaitReason.Limit => "the provider's limit",
            WaitReason.Session => "its profile's lost login",
            _ => "someone who put it off",
        };
        if (decisive is not null)
            return $"Waits because of {why}: {gate}";
        var last = task.WaitReason is WaitReason.Retry or WaitReason.Limit or WaitReason.Session && task.Ending is { } ending
            ? $"; its last run ended as {EnumNames<EndingClass>.Of(ending.Class)}: {ending.Message.Trim().TrimEnd('.')}"
            : "";
        return $"Waits until {Text(task.RunAt)} because of {why}{last}.";
    }

    /// <summary>One turn for each round of slots that is ahead, one more when it waits for a run to end.</summary>
    private static StartEstimate? Estimate(AgentTask task, List<GateAnswer> gates, int ahead, double expectedSeconds, ClaimRequest asIf)
    {
        var refusing = gates.Where(gate => !gate.Admits).ToList();
        if (task.State is TaskState.Held or TaskState.Blocked || refusing.Exists(gate => gate.NeedsAction))
            return null;
        var from = refusing.Select(gate => gate.OpensAt).Append(task.State == TaskState.Scheduled ? task.RunAt : null).Append(asIf.Now)
            .Max()!.Value;
        var slots = asIf.MaxConcurrent < 1 ? 1 : asIf.MaxConcurrent;
        var turns = (ahead / slots) + (refusing.Exists(gate => gate.OpensAt is null) ? 1 : 0);
        var at = from + TimeSpan.FromSeconds(turns * expectedSeconds);
        var basis = string.Create(CultureInfo.InvariantCulture,
            $"{ahead} {(ahead == 1 ? "task" : "tasks")} ahead, {slots} {(slots == 1 ? "slot" : "slots")}, "
            + $"runs of about {expectedSeconds:0.#} s");
        return new StartEstimate(DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            from == asIf.Now ? basis : $"not before {Text(from)}; {basis}");
    }

    private static List<Condition> Conditions(AgentTask task, List<GateAnswer> gates, IReadOnlyList<string> openParents, string parents,
        DateTimeOffset now)
    {
        List<Condition> conditions = [];
        if (task.State == TaskState.Held && openParents.Count > 0)
            conditions.Add(new Condition(ConditionKind.Dependency, $"Then it waits for {parents} to end.", null));
        if (task.State is TaskState.Held or TaskState.Blocked && task.RunAt > now)
            conditions.Add(new Condition(ConditionKind.StartTime,
                $"It does not start before {Text(task.RunAt)}, as its submitter asked.", task.RunAt));
        var later = task.State == TaskState.Ready ? null : Decisive(gates.Where(gate =>
            gate.Gate != "emergency" && !(task.IsParked() && task.ParkingGates().Contains(gate.Gate))));
        // A gate that opens before the task's own time is no news.
        if (later is not null && (later.NeedsAction || later.OpensAt > (task.RunAt ?? DateTimeOffset.MinValue)))
            conditions.Add(new Condition(ConditionKind.Gate, $"Then, as things stand: {Sentence(later, gates)}", later.OpensAt));
        if (task is { LastRun: 0, StartBefore: { } expiry })
            conditions.Add(new Condition(ConditionKind.Expiry, $"It expires at {Text(expiry)} if it has not started by then.", expiry));
        return conditions;
    }

    private static string Text(DateTimeOffset? time) => time is { } known ? ModelGates.Text(known) : "an unknown time";
}
