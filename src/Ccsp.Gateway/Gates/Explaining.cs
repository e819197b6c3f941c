using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Explains why a task waits, using the functions that admit. Pure.</summary>
internal static class Explaining
{
    /// <returns>Gates while it waits, none once it is leased or ended; nothing is ahead of a task that is not ready.</returns>
    public static Explanation Explain(AgentTask task, ClaimRequest asIf, WaitingFacts facts)
    {
        if (task.IsLeased || task.IsTerminal)
            return new Explanation(task, 0, [], OwnSentence(task, facts, [], null), null);
        var gates = Gates(task, asIf, facts);
        var ahead = task.State == TaskState.Ready ? facts.Ahead : 0;
        var decisive = Decisive(task, facts, gates);
        return new Explanation(task, ahead, gates, Sentence(task, facts, gates, decisive),
            Estimating.Start(task, gates, ahead, facts.ExpectedSeconds, asIf))
        {
            Decisive = decisive,
            Until = decisive is not null ? decisive.OpensAt : task.State == TaskState.Scheduled ? task.RunAt : null,
            Conditions = Conditions.Of(task, facts, gates, asIf.Now),
        };
    }

    private static List<GateAnswer> Gates(AgentTask task, ClaimRequest asIf, WaitingFacts facts) =>
    [
        .. Emergencies.Answer(facts.Emergency) is { } stopped ? new[] { stopped } : [],
        .. InstanceSlots.AskShortage(asIf) is { } shortage ? new[] { shortage } : [],
        InstanceSlots.Ask(asIf, facts.Gate(GateNames.Instance(asIf.InstanceId)), facts.Instance, task.PriorityClass),
        InstanceSlots.AskMemory(asIf, claimed: 0),
        AskHold(GateNames.Queue, task.PriorityClass, facts.Gate, asIf.Now),
        AskHold(GateNames.Class(task.PriorityClass), task.PriorityClass, facts.Gate, asIf.Now),
        .. GateNames.Of(task).Prepend(GateNames.Group(task.Group)).SelectMany(name =>
            Admit.All(name, facts.Rules.InForce(name, facts.Gate(name)), facts.Leases(name), task.PriorityClass, asIf.Now, facts.Rules)),
    ];

    /// <summary>Queue and class can be held, not limited.</summary>
    private static GateAnswer AskHold(string name, Priority priorityClass, Func<string, GateState?> gate, DateTimeOffset now)
    {
        var question = new GateQuestion(gate(name) ?? new GateState { Name = name }, 0, priorityClass, now, GateRules.Default);
        return Answers.OfHold(question) ?? question.Admits(GateKind.Hold, $"{name} is open");
    }

    /// <summary>
    /// A parked task waits for its gate, not for its own time; and no other reason matters before a general stop is cleared.
    /// </summary>
    private static GateAnswer? Decisive(AgentTask task, WaitingFacts facts, IReadOnlyList<GateAnswer> gates) => task.State switch
    {
        TaskState.Ready => DecisiveGate.Of(gates),
        _ when facts.Emergency is { Stands: true } => gates.FirstOrDefault(gate => gate.Gate == Emergencies.Gate),
        TaskState.Scheduled when task.WaitReason is WaitReason.Limit or WaitReason.Session =>
            DecisiveGate.Of(gates.Where(gate => GateNames.ParkingGates(task).Contains(gate.Gate))),
        _ => null,
    };

    /// <summary>General holds come before the task's own reasons.</summary>
    private static string Sentence(AgentTask task, WaitingFacts facts, IReadOnlyList<GateAnswer> gates, GateAnswer? decisive) =>
        task.State != TaskState.Ready && decisive?.Gate == Emergencies.Gate
            ? $"{decisive.Reason.TrimEnd('.')}. {OwnSentence(task, facts, gates, null)}"
            : OwnSentence(task, facts, gates, decisive);

    private static string OwnSentence(AgentTask task, WaitingFacts facts, IReadOnlyList<GateAnswer> gates, GateAnswer? decisive) =>
        task.State switch
    {
        TaskState.Held => $"Held until a person approves it: {CommandHints.Approve(task.Id)}.",
        TaskState.Blocked => $"Waits for {string.Join(", ", facts.OpenParents)} to end.",
        TaskState.Scheduled when decisive is not null => $"Waits because of {Why(task)}: {DecisiveGate.Sentence(decisive, gates)}",
        TaskState.Scheduled => $"Waits until {Time(task.RunAt)} because of {Why(task)}{LastEnding(task)}.",
        TaskState.Ready when decisive is not null => DecisiveGate.Sentence(decisive, gates),
        TaskState.Ready => Ready(facts.Ahead),
        TaskState.Starting => $"Is being started by {task.Lease!.InstanceId}.",
        TaskState.Running => $"Runs on {task.Lease!.InstanceId} since {Time(task.StartedAt)}.",
        TaskState.Stopping => $"Is being stopped on {task.Lease!.InstanceId}, asked by {task.Stop!.Actor}.",
        _ when task.FailReason is { } reason =>
            $"Failed ({EnumNames<FailReason>.Of(reason)}) at {Time(task.FinishedAt)}: {task.Ending?.Message}",
        _ => $"Ended as {EnumNames<TaskState>.Of(task.State)} at {Time(task.FinishedAt)}.",
    };

    private static string Ready(int ahead) => ahead switch
    {
        0 => "Is next in line.",
        1 => "Every gate is open; 1 task is ahead of it.",
        _ => string.Create(CultureInfo.InvariantCulture, $"Every gate is open; {ahead} tasks are ahead of it."),
    };

    /// <summary>Only after a run without result.</summary>
    private static string LastEnding(AgentTask task) =>
        task is { WaitReason: WaitReason.Retry or WaitReason.Limit or WaitReason.Session, Ending: { } ending }
            ? $"; its last run ended as {EnumNames<EndingClass>.Of(ending.Class)}: {ending.Message.Trim().TrimEnd('.')}" : "";

    private static string Why(AgentTask task) => task.WaitReason switch
    {
        WaitReason.User => "the start time its submitter asked for",
        WaitReason.Cron => "its schedule",
        WaitReason.Retry => "the pause before its next run",
        WaitReason.Limit => "the provider's limit",
        WaitReason.Session => "its profile's lost login",
        _ => "someone who put it off",
    };

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? "an unknown time";
}
