using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>Queue state beside tasks and events. Lists are sorted by name.</summary>
internal sealed record QueueState
{
    public required QueueNumbers Numbers { get; init; }

    public EmergencyState? Emergency { get; init; }

    public required IReadOnlyList<GateState> Gates { get; init; }

    public required IReadOnlyList<MovedGroupShare> GroupShares { get; init; }

    public required IReadOnlyList<GroupExpectation> Expected { get; init; }

    public required IReadOnlyList<MovedInstance> Instances { get; init; }
}
