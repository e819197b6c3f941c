using Ccsp.Contracts;
using Ccsp.Gateway.Gates;

namespace Ccsp.Tests.Queue;

/// <summary>What the instance that asks for work says to a task.</summary>
internal static class ModelInstanceGates
{
    /// <param name="all">Its leases.</param>
    /// <param name="notUrgent">Those of tasks not submitted as urgent.</param>
    public static GateAnswer Slots(ClaimRequest request, GateState? stored, int all, int notUrgent, Priority priorityClass)
    {
        var name = "instance:" + request.InstanceId;
        var slots = stored?.Limit is { } limit && limit < request.MaxConcurrent ? limit : request.MaxConcurrent;
        var gate = (stored ?? new GateState { Name = name }) with { Limit = slots };
        var answers = ModelGates.All(gate, all, priorityClass, request.Now, new GateRules());
        var answer = answers.Find(one => !one.Admits) ?? answers.First(one => one.Kind == GateKind.Concurrency);
        if (answer is { Admits: false, Kind: GateKind.Concurrency } && request.FewerSlotsBecause is { } why)
            answer = answer with { Reason = $"{answer.Reason}, fewer than usual because {why}" };
        // One slot alone is for everybody, and one always is.
        var reserves = slots >= 2 && slots >= request.ReservesFrom;
        var open = !reserves ? slots : slots - request.ReservedUrgent < 1 ? 1 : slots - request.ReservedUrgent;
        return answer.Admits && priorityClass != Priority.Urgent && notUrgent >= open
            ? answer with
            {
                Admits = false,
                Reason = $"{name} keeps {slots - open} of {slots} slots for urgent tasks; {notUrgent} of the other {open} are used",
            }
            : answer;
    }

    public static GateAnswer Memory(ClaimRequest request, int claimed)
    {
        var room = request.MemorySlots - claimed;
        var name = "memory:" + request.InstanceId;
        return new GateAnswer(name, GateKind.Memory, room > 0,
            room > 0 ? $"{name} has room for {room} runs" : $"{name} has no room for another run", null, null);
    }

    public static GateAnswer? Shortage(ClaimRequest request)
    {
        if (request.Shortage is not { } lacks)
            return null;
        var name = "instance:" + request.InstanceId;
        var then = lacks.TriedAt is { } time ? $"it tries again at {ModelGates.Text(time)}" : "it goes on by itself when that is over";
        var others = lacks.OthersMayStart ? ", and another instance may start the task before" : "";
        return new GateAnswer(name, GateKind.Start, false, $"{name} can start no run: {lacks.Reason.TrimEnd('.')}; {then}{others}",
            lacks.TriedAt, null) { NeedsAction = !lacks.OthersMayStart };
    }
}
