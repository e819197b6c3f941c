namespace Ccsp.Gateway.Security;

/// <summary>The authenticated principal of a call.</summary>
/// <param name="Name">Scope of idempotency keys and actor of changes.</param>
internal sealed record Caller(string Name);
