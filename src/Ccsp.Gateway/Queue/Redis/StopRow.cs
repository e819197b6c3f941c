using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

internal sealed record StopRow(StopReason Reason, string Actor, long At);
