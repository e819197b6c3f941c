namespace Ccsp.Gateway.Queue.Moving;

/// <summary>The idempotency key that stands for the task.</summary>
internal sealed record MovedKey(string Caller, string Key, string? Hash, long ExpiresAt);
