using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>May a task of this class pass this gate now?</summary>
/// <param name="State">The gate in force.</param>
/// <param name="Leases">Live leases that name it. Occupancy is this count; there is no other counter.</param>
/// <param name="PriorityClass">The class the task is served in.</param>
internal readonly record struct GateQuestion(GateState State, int Leases, Priority PriorityClass, DateTimeOffset Now, GateRules Rules)
{
    public string Gate => State.Name;

    /// <summary>Normal and low tasks wait for what urgent and high ones need not wait for.</summary>
    public bool CanWait => PriorityClass is Priority.Normal or Priority.Low;

    public GateAnswer Admits(GateKind kind, string reason) => new(Gate, kind, true, reason, null, null);

    public GateAnswer Refuses(GateKind kind, string reason, DateTimeOffset? opensAt = null, string? action = null) =>
        new(Gate, kind, false, reason, opensAt, action);

    /// <summary>Only somebody who acts opens it.</summary>
    public GateAnswer RefusesUntilActed(GateKind kind, string reason, string? action) =>
        Refuses(kind, reason, null, action) with { NeedsAction = true };
}
