namespace Ccsp.Gateway.Gates;

/// <summary>What explain reads from the store, in one snapshot.</summary>
internal sealed record WaitingFacts
{
    /// <summary>Ready tasks of more pressing classes, and of its class and group with an earlier (ReadyAt, Id).</summary>
    public required int Ahead { get; init; }

    /// <summary>Ids of its parents that have not ended, ordinal.</summary>
    public required IReadOnlyList<string> OpenParents { get; init; }

    /// <summary>The active emergency stop, or the last one.</summary>
    public EmergencyState? Emergency { get; init; }

    /// <summary>Leases of the instance the question is about.</summary>
    public required InstanceLeases Instance { get; init; }

    /// <summary>The stored gate; null if it was never set.</summary>
    public required Func<string, GateState?> Gate { get; init; }

    /// <summary>Live leases that name a gate.</summary>
    public required Func<string, int> Leases { get; init; }

    public required GateRules Rules { get; init; }

    /// <summary>Expected run seconds of its group.</summary>
    public required double ExpectedSeconds { get; init; }
}
