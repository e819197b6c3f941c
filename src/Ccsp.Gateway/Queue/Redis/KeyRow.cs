namespace Ccsp.Gateway.Queue.Redis;

internal sealed record KeyRow(string TaskId, string? Hash, long ExpiresAt);
