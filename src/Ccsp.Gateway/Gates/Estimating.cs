using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Estimates when a waiting task starts, and says on what basis. Pure.</summary>
internal static class Estimating
{
    /// <returns>Null when it waits for a person, for what its machine lacks, or for other tasks.</returns>
    public static StartEstimate? Start(AgentTask task, IReadOnlyList<GateAnswer> gates, int ahead, double expectedSeconds,
        ClaimRequest asIf)
    {
        if (task.State is not (TaskState.Ready or TaskState.Scheduled) || gates.Any(gate => gate is { Admits: false, NeedsAction: true }))
            return null;
        var opens = gates.Where(gate => !gate.Admits).Select(gate => gate.OpensAt).Max();
        var scheduled = task.State == TaskState.Scheduled ? task.RunAt : null;
        var from = new[] { asIf.Now, opens ?? asIf.Now, scheduled ?? asIf.Now }.Max();
        var slots = Math.Max(1, asIf.MaxConcurrent);
        var busy = gates.Any(gate => !gate.Admits && gate.OpensAt is null);
        var rounds = (ahead / slots) + (busy ? 1 : 0);
        var at = from + TimeSpan.FromSeconds(rounds * expectedSeconds);
        var basis = string.Create(CultureInfo.InvariantCulture,
            $"{ahead} {(ahead == 1 ? "task" : "tasks")} ahead, {slots} {(slots == 1 ? "slot" : "slots")}, runs of about "
            + $"{expectedSeconds:0.#} s");
        return new StartEstimate(DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            from > asIf.Now ? $"not before {from.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}; {basis}" : basis);
    }
}
