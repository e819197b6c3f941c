using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>Effects of an ended run or a failed start on gates. Pure; the store writes them in the commit of the ending.</summary>
internal static class AfterRun
{
    /// <summary>Yields one step at a time; the caller stores each before it asks for the next, which may depend on it.</summary>
    /// <param name="task">The task as it was leased.</param>
    /// <param name="stored">The stored gate; null if it was never set.</param>
    /// <param name="leases">Live leases that name a gate, the ended one among them.</param>
    public static IEnumerable<GateStep> Steps(AgentTask task, RunFinished finished, Func<string, GateState?> stored,
        Func<string, int> leases, GateRules rules)
    {
        foreach (var (gate, windows) in finished.Windows)
        {
            if (Gating.Observe(stored(gate), gate, windows) is { } seen)
                yield return seen;
        }

        var profile = GateNames.Profile(task.Profile);
        if (Gating.Adapt(stored(profile), profile, rules.InForce(profile, stored(profile))?.Limit, finished.Ending.Class, leases(profile),
            finished.Now) is { } adapted)
            yield return adapted;
        foreach (var gate in GateNames.ParkingGates(task))
        {
            if (Gating.Settle(stored(gate), gate, task.StartedAt, finished.Ending.Class, finished.Now) is { } settled
                && (gate == profile || settled.State.Setbacks is null))
                yield return settled;
        }

        var engine = GateNames.Engine(task.Engine);
        if (EngineHealth.After(stored(engine), engine, finished) is { } health)
            yield return health;
        foreach (var hold in finished.Holds)
        {
            if (Gating.Hold(stored(hold.Gate), hold, finished.Now) is { } held)
                yield return held;
        }
    }

    /// <summary>A start that never became a run gives its share of every rate back.</summary>
    public static IEnumerable<GateStep> StepsOfGiveBack(AgentTask task, StartFailed failed, Func<string, GateState?> stored,
        GateRules rules)
    {
        foreach (var gate in GateNames.Of(task).Prepend(GateNames.Group(task.Group)))
        {
            if (Gating.GiveBack(rules.InForce(gate, stored(gate)), stored(gate)) is { } step)
                yield return step;
        }

        if (failed.Hold is { } hold && Gating.Hold(stored(hold.Gate), hold, failed.Now) is { } held)
            yield return held;
    }
}
