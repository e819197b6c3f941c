namespace Ccsp.Tests.Queue;

internal sealed record ModelKey(string Caller, string Key, string? ContentHash, string TaskId, DateTimeOffset At);
