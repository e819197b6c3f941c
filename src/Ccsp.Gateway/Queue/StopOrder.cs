using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue;

internal sealed record StopOrder(string TaskId, LeaseToken Token, StopRequest Stop);
