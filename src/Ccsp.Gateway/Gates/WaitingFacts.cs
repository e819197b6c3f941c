namespace Ccsp.Gateway.Gates;

/// <summary>What explain needs to know from the store, all from one moment.</summary>
internal sealed record WaitingFacts
{
    /// <summary>Ready tasks of more pressing classes, and of its class and group with an earlier (ReadyAt, Id).</summary>
    public required int Ahead { get; init; }

    /// <summary>Ids of its parents that have not ended, ordinal.</summary>
    public required IReadOnlyList<string> OpenParents { get; init; }

    /// <summary>The emergency stop that stands, or the last one.</summary>
    public EmergencyState? Emergency { get; init; }

    /// <summary>Leases of the instance the question is about.</summary>
    public required InstanceLeases Instance { get; init; }

    /// <summary>The stored gate of a name, null when nobody ever set it.</summary>
    public required Func<string, GateState?> Gate { get; init; }

    /// <summary>Live leases that name a gate.</summary>
    public required Func<string, int> Leases { get; init; }

    /// <summary>What is configured of gates.</summary>
    public required GateRules Rules { get; init; }

    /// <summary>How long a run of its group is expected to take.</summary>
    public required double ExpectedSeconds { get; init; }
}
