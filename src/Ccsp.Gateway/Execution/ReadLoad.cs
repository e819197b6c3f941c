using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>What a heartbeat tells of its instance, asked anew for each.</summary>
internal delegate InstanceLoad ReadLoad();
