namespace Ccsp.Gateway.StoreMigration;

/// <summary>The idempotency key that stands for the task.</summary>
internal sealed record MovedKey(string Caller, string Key, string? Hash, long ExpiresAt);
