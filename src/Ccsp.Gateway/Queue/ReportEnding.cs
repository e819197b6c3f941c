using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

/// <summary>Logs the end of a run that this process did not execute.</summary>
internal delegate void ReportEnding(AgentTask before, AgentTask after);
