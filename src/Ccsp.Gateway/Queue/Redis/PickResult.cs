namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A pick: a lane's head; nobody; or it lies behind what the picture shows.</summary>
internal readonly record struct PickResult(GroupSimulation? Group, LaneSimulation? Lane, bool IsOutOfSight = false)
{
    public static PickResult Nobody => default;

    public static PickResult OutOfSight => new(null, null, IsOutOfSight: true);
}
