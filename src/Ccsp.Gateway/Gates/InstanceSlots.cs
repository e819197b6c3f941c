using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>Whether an instance has a slot for a task. Pure; used by the claim and by explain.</summary>
internal static class InstanceSlots
{
    /// <param name="request">The slots the instance says it has.</param>
    /// <param name="stored">A stored limit of its gate lowers them; a hold closes it.</param>
    /// <param name="priority">The class of the task that wants in.</param>
    public static GateAnswer Ask(ClaimRequest request, GateState? stored, InstanceLeases leases, Priority priority)
    {
        var name = GateNames.Instance(request.InstanceId);
        var most = Math.Min(request.MaxConcurrent, stored?.Limit ?? int.MaxValue);
        var state = (stored ?? new GateState { Name = name }) with { Limit = most };
        var question = new GateQuestion(state, leases.All, priority, request.Now, GateRules.Default);
        var answer = Explained(Admit.Refusal(question) ?? Answers.OfConcurrency(question)!, request);
        var open = request.OpenSlots(most);
        if (!answer.Admits || priority == Priority.Urgent || leases.NonUrgent < open)
            return answer;
        var reason = string.Create(CultureInfo.InvariantCulture,
            $"{name} keeps {most - open} of {most} slots for urgent tasks; {leases.NonUrgent} of the other {open} are used");
        return answer with { Admits = false, Reason = reason };
    }

    private static GateAnswer Explained(GateAnswer answer, ClaimRequest request) =>
        request.FewerSlotsBecause is { } why && answer is { Admits: false, Kind: GateKind.Concurrency }
        ? answer with { Reason = $"{answer.Reason}, fewer than usual because {why}" } : answer;

    /// <summary>The refusal while it can start nothing; null otherwise.</summary>
    public static GateAnswer? AskShortage(ClaimRequest request)
    {
        if (request.Shortage is not { } shortage)
            return null;
        var name = GateNames.Instance(request.InstanceId);
        var goesOn = shortage.TriedAt is { } time ? $"it tries again at {time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}"
            : "it goes on by itself when that is over";
        var others = shortage.OthersMayStart ? ", and another instance may start the task before" : "";
        return new GateAnswer(name, GateKind.Start, false, $"{name} can start no run: {shortage.Reason.TrimEnd('.')}; {goesOn}{others}",
            shortage.TriedAt, null) { NeedsAction = !shortage.OthersMayStart };
    }

    /// <summary>Whether its free memory allows one more run.</summary>
    /// <param name="claimed">Tasks already claimed in this call.</param>
    public static GateAnswer AskMemory(ClaimRequest request, int claimed)
    {
        var free = request.MemorySlots - claimed;
        var name = GateNames.Memory(request.InstanceId);
        return free > 0
            ? new GateAnswer(name, GateKind.Memory, true, string.Create(CultureInfo.InvariantCulture, $"{name} has room for {free} runs"),
            null, null)
            : new GateAnswer(name, GateKind.Memory, false, $"{name} has no room for another run", null, null);
    }
}
