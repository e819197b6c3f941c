using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue.Stored;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>The part of a lease that occupancy needs.</summary>
/// <param name="Urgent">Whether the task was submitted as urgent.</param>
internal sealed record LeaseEntry(string Instance, bool Urgent, IReadOnlyList<string> Gates)
{
    public static LeaseEntry Of(AgentTask task) => new(task.Lease!.InstanceId, task.Priority == Priority.Urgent, GatesOf(task));

    /// <summary>The gates a lease of this task holds.</summary>
    public static IReadOnlyList<string> GatesOf(AgentTask task) => GatesOf(LaneKey.Of(task));

    public static IReadOnlyList<string> GatesOf(LaneKey lane) =>
        [GateNames.Group(lane.Group),
        .. GateNames.Of(lane.Engine, lane.Profile, lane.Agent, lane.Model, lane.Directory, lane.Conversation)];
}
