using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>Immutable snapshot of the queue for one claim; each plan copies it into a mutable simulation.</summary>
internal sealed record ClaimSnapshot
{
    /// <summary>Field of the queue's numbers: id of the latest claim.</summary>
    public const string LatestClaimField = "claim";

    /// <summary>What the server returns for an absent field.</summary>
    public const string NoClaim = "0";

    public required GateSnapshot Gates { get; init; }

    /// <summary>Claims made since the store was created.</summary>
    public required long Claims { get; init; }

    /// <summary>Id of the latest claim; the count alone does not tell apart two claims of the same size.</summary>
    public required string LatestClaim { get; init; }

    public required LeaseTable Leases { get; init; }

    public required IReadOnlyDictionary<Priority, double> VirtualTime { get; init; }

    public required IReadOnlyList<GroupSnapshot> Groups { get; init; }

    /// <summary>Classes with more groups than were read, and the finish time up to which they were read.</summary>
    public required IReadOnlyDictionary<Priority, double> ReadUpTo { get; init; }

    /// <summary>Expected run seconds by group.</summary>
    public required IReadOnlyDictionary<string, double> Expected { get; init; }

    /// <summary>A gate is due to open; it opens before anything is picked.</summary>
    public bool OpensGates { get; init; }

    /// <summary>Set with a due gate: tasks waiting for their profiles, in order.</summary>
    public IReadOnlyList<StoredTask> Waiting { get; init; } = [];

    /// <summary>Virtual finish times of these groups and those of the hidden lanes.</summary>
    public IReadOnlyDictionary<(Priority PriorityClass, string Group), double> Finish { get; init; } =
        new Dictionary<(Priority, string), double>();

    /// <summary>Groups among them with ready tasks.</summary>
    public IReadOnlySet<(Priority PriorityClass, string Group)> Backlogs { get; init; } = new HashSet<(Priority, string)>();

    /// <summary>Woken lanes, to be put back in order, by name.</summary>
    public IReadOnlyList<(string Name, RedisValue What)> Woken { get; init; } = [];

    /// <summary>Parked gates whose time has come.</summary>
    public IReadOnlyList<string> DueGates { get; init; } = [];

    /// <summary>For a preview: lanes a claim would put in order first.</summary>
    public IReadOnlyList<LaneSnapshot> Hidden { get; init; } = [];

    /// <summary>Some lanes must be put in order before a pick.</summary>
    public bool IsOutOfOrder => Woken.Count > 0 || DueGates.Count > 0;

    public ConflictCounts Refused { get; init; } = new();

    public ClaimSimulation Simulate()
    {
        var simulation = new ClaimSimulation { Leases = Leases.Copy() };
        foreach (var (priorityClass, time) in VirtualTime)
            simulation.SetVirtualTime(priorityClass, time);
        foreach (var (priorityClass, finish) in ReadUpTo)
            simulation.EndAt(priorityClass, finish);
        foreach (var group in Groups)
            simulation.Add(group.Simulate());
        foreach (var lane in Hidden)
            simulation.Show(lane.Simulate(), Finish.GetValueOrDefault((lane.Ref.Key.PriorityClass, lane.Ref.Key.Group)));
        return simulation;
    }
}
