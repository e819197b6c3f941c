using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A task to lease.</summary>
/// <param name="Finish">Virtual finish time of its group before the charge.</param>
/// <param name="Charged">Expected run seconds.</param>
internal sealed record Pick(LaneRef Lane, LanePlace Place, double Finish, double Charged);
