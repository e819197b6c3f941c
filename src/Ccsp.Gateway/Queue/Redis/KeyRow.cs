namespace Ccsp.Gateway.Queue.Redis;

/// <summary>An idempotency key.</summary>
internal sealed record KeyRow(string TaskId, string? Hash, long ExpiresAt);
