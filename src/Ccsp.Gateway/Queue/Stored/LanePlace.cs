using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Stored;

/// <summary>A place in a lane; lanes of one group are served by their heads.</summary>
internal readonly record struct LanePlace(long ReadyAt, string Id) : IComparable<LanePlace>
{
    public static LanePlace Of(AgentTask task) => new(Milliseconds.Of(task.ReadyAt!.Value), task.Id);

    public int CompareTo(LanePlace other) =>
        ReadyAt != other.ReadyAt ? ReadyAt.CompareTo(other.ReadyAt) : string.CompareOrdinal(Id, other.Id);
}
