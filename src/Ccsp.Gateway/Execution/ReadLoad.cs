using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Reads the load reported with a heartbeat.</summary>
internal delegate InstanceLoad ReadLoad();
