using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>How a run ended; stands beside its record.</summary>
internal sealed record RedisRunEnd(DateTimeOffset At, Ending? Ending, RunUsage Usage, string? ConversationId);
