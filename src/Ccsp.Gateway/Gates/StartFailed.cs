using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Gates;

/// <summary>T7.</summary>
/// <param name="Reason">One sentence for the event.</param>
/// <param name="Hold">For example the engine whose program is missing.</param>
internal sealed record StartFailed(string TaskId, LeaseToken Token, string Reason, GateHold? Hold, DateTimeOffset Now);
