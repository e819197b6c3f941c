namespace Ccsp.Gateway.LegacyRedisApi;

/// <param name="Request">The open request.</param>
/// <param name="Stored">Its stored form.</param>
internal sealed record OwedAnswer(string TaskId, OpenRequest Request, StackExchange.Redis.RedisValue Stored);
