using Ccsp.Contracts;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>What was seen of the queue for one claim. It never changes; each plan paints a picture of its own from it.</summary>
internal sealed record ClaimSnapshot
{
    /// <summary>Which claim was the latest; among the numbers of the queue.</summary>
    public const string LatestClaimField = "claim";

    /// <summary>As the server reads a field that is not there.</summary>
    public const string NoClaim = "0";

    public required GateSnapshot Gates { get; init; }

    /// <summary>Claims ever made.</summary>
    public required long Claims { get; init; }

    /// <summary>The name of the latest one. Their number does not tell one claim from another that took as many.</summary>
    public required string LatestClaim { get; init; }

    public required LeaseTable Leases { get; init; }

    public required IReadOnlyDictionary<Priority, double> VirtualTime { get; init; }

    public required IReadOnlyList<GroupSnapshot> Groups { get; init; }

    /// <summary>Classes whose ring goes on, with the F from where.</summary>
    public required IReadOnlyDictionary<Priority, double> ReadUpTo { get; init; }

    /// <summary>Expected run seconds of groups that have run.</summary>
    public required IReadOnlyDictionary<string, double> Expected { get; init; }

    /// <summary>A gate's time has come: it opens before anything is picked.</summary>
    public bool OpensGates { get; init; }

    /// <summary>Then also: tasks that wait with their profiles, in their order.</summary>
    public IReadOnlyList<StoredTask> Waiting { get; init; } = [];

    /// <summary>F of their groups and of the hidden lanes', where they have one.</summary>
    public IReadOnlyDictionary<(Priority PriorityClass, string Group), double> Finish { get; init; } =
        new Dictionary<(Priority, string), double>();

    /// <summary>Those of their groups that have ready tasks.</summary>
    public IReadOnlySet<(Priority PriorityClass, string Group)> Backlogs { get; init; } = new HashSet<(Priority, string)>();

    /// <summary>Lanes to list again, by name, with what they stand for.</summary>
    public IReadOnlyList<(string Name, RedisValue What)> Woken { get; init; } = [];

    /// <summary>Gates whose refusals have run out.</summary>
    public IReadOnlyList<string> DueGates { get; init; } = [];

    /// <summary>For a forecast: lanes that would be put in order before the claim.</summary>
    public IReadOnlyList<LaneSnapshot> Hidden { get; init; } = [];

    /// <summary>Some lanes are not where they belong yet.</summary>
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
