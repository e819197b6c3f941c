namespace Ccsp.Gateway.Security;

/// <summary>A stored key: only its hash. A key has 256 random bits, so a plain SHA-256 cannot be brute-forced and needs no salt.</summary>
/// <param name="Name">The caller it identifies.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record StoredKey(string Name, string Sha256, DateTimeOffset CreatedAt);
