using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Tells the log how a run ended that nobody here carried.</summary>
internal delegate void TellEnding(AgentTask before, AgentTask after);
