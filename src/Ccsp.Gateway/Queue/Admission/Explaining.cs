using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Admission;

/// <summary>What explain needs to know from the store, all from one moment.</summary>
internal sealed record WaitingFacts
{
    /// <summary>Ready tasks of more pressing classes, and of its class and group with an earlier (ReadyAt, Id).</summary>
    public required int Ahead { get; init; }

    /// <summary>Ids of its parents that have not ended, ordinal.</summary>
    public required IReadOnlyList<string> OpenParents { get; init; }

    /// <summary>Leases of the instance the question is about.</summary>
    public required InstanceLeases Instance { get; init; }

    /// <summary>The stored gate of a name, null when nobody ever set it.</summary>
    public required Func<string, GateState?> Gate { get; init; }

    /// <summary>Live leases that name a gate.</summary>
    public required Func<string, int> Leases { get; init; }
}

/// <summary>Puts into words why a task waits, with the functions that admit. Pure.</summary>
internal static class Explaining
{
    /// <returns>Gates while it waits, none once it is leased or ended; nothing is ahead of a task that is not ready.</returns>
    public static Explanation Explain(AgentTask task, ClaimRequest asIf, WaitingFacts facts)
    {
        if (task.IsLeased || task.IsTerminal)
            return new Explanation(task, 0, [], Sentence(task, facts, []));
        var gates = Gates(task, asIf, facts);
        return new Explanation(task, task.State == TaskState.Ready ? facts.Ahead : 0, gates, Sentence(task, facts, gates));
    }

    private static List<GateAnswer> Gates(AgentTask task, ClaimRequest asIf, WaitingFacts facts) =>
    [
        InstanceSlots.Ask(asIf, facts.Gate(GateNames.Instance(asIf.InstanceId)), facts.Instance, task.Class),
        InstanceSlots.AskMemory(asIf, claimed: 0),
        AskHold(GateNames.Queue, facts.Gate, asIf.Now),
        AskHold(GateNames.Class(task.Class), facts.Gate, asIf.Now),
        .. GateNames.Of(task).Prepend(GateNames.Group(task.Group)).Select(name =>
            Admit.Ask(name, facts.Gate(name), Admit.DefaultLimit(name), facts.Leases(name), asIf.Now)),
    ];

    /// <summary>Queue and class can be held, not limited.</summary>
    private static GateAnswer AskHold(string name, Func<string, GateState?> gate, DateTimeOffset now) =>
        Admit.Ask(name, gate(name) is { } state ? state with { Limit = null } : null, null, 0, now);

    private static string Sentence(AgentTask task, WaitingFacts facts, IReadOnlyList<GateAnswer> gates) => task.State switch
    {
        TaskState.Held => $"Held until a person approves it: POST /api/v1/tasks/{task.Id}/approve.",
        TaskState.Blocked => $"Waits for {string.Join(", ", facts.OpenParents)} to end.",
        TaskState.Scheduled => $"Waits until {Time(task.RunAt)} because of {Why(task.WaitReason)}.",
        TaskState.Ready => Ready(facts.Ahead, gates),
        TaskState.Starting => $"Is being started by {task.Lease!.InstanceId}.",
        TaskState.Running => $"Runs on {task.Lease!.InstanceId} since {Time(task.StartedAt)}.",
        TaskState.Stopping => $"Is being stopped on {task.Lease!.InstanceId}, asked by {task.Stop!.Actor}.",
        _ => $"Ended as {Words<TaskState>.Of(task.State)} at {Time(task.FinishedAt)}.",
    };

    private static string Ready(int ahead, IReadOnlyList<GateAnswer> gates)
    {
        if (gates.FirstOrDefault(gate => !gate.Admits) is { } refusing)
            return refusing.Reason + ".";
        return ahead == 0 ? "Is next in line." : string.Create(CultureInfo.InvariantCulture, $"Every gate is open; {ahead} tasks are ahead of it.");
    }

    private static string Why(WaitReason? reason) => reason switch
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
