namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A lane's head, nothing, or something beyond the snapshot.</summary>
internal readonly record struct PickResult(GroupSimulation? Group, LaneSimulation? Lane, bool IsBeyondLimits = false)
{
    public static PickResult Nobody => default;

    public static PickResult BeyondLimits => new(null, null, IsBeyondLimits: true);
}
