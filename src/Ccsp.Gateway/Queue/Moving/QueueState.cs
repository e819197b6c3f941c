using Ccsp.Contracts;
using Ccsp.Gateway.Queue.Admission;
using Ccsp.Gateway.Queue.Redis;

namespace Ccsp.Gateway.Queue.Moving;

/// <summary>What a queue knows beside its tasks. Lists are in the order of their names.</summary>
internal sealed record QueueState
{
    public required QueueNumbers Numbers { get; init; }

    public EmergencyState? Emergency { get; init; }

    public required IReadOnlyList<GateState> Gates { get; init; }

    public required IReadOnlyList<GroupTurn> Turns { get; init; }

    public required IReadOnlyList<GroupExpectation> Expected { get; init; }

    public required IReadOnlyList<MovedInstance> Instances { get; init; }
}

/// <param name="LastEvent">The number of the latest event.</param>
/// <param name="Claims">Claims ever made.</param>
/// <param name="Epoch">Of all tokens given so far.</param>
/// <param name="VirtualTimes">By class.</param>
internal sealed record QueueNumbers(long LastEvent, long Claims, long Epoch, IReadOnlyList<double> VirtualTimes);

/// <param name="Finish">The finish tag F of the group in the class.</param>
internal sealed record GroupTurn(Priority Class, string Group, double Finish);

/// <param name="Seconds">A run of this group is expected to take.</param>
internal sealed record GroupExpectation(string Group, double Seconds);

internal sealed record MovedInstance(string Id, InstanceRow Row);
