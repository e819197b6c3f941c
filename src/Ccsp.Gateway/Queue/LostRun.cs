using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>A run a sweep ended.</summary>
/// <param name="Before">The task while it ran.</param>
/// <param name="After">The task since then, with its ending.</param>
internal sealed record LostRun(AgentTask Before, AgentTask After);
