namespace Ccsp.Gateway.StoreMigration;

/// <summary>The idempotency key of a task.</summary>
internal sealed record MovedKey(string Caller, string Key, string? Hash, long ExpiresAt);
