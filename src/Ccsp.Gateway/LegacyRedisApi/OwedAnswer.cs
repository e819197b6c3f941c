namespace Ccsp.Gateway.LegacyRedisApi;

/// <param name="TaskId">Its task.</param>
/// <param name="Request">What is owed.</param>
/// <param name="Stored">As it stands in the store.</param>
internal sealed record OwedAnswer(string TaskId, OpenRequest Request, StackExchange.Redis.RedisValue Stored);
