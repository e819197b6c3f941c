namespace Ccsp.Gateway.Security;

/// <summary>
/// A key as it is kept: only its hash. A key has 256 random bits, so a plain SHA-256 cannot be searched through and needs no salt.
/// </summary>
/// <param name="Name">The caller it stands for.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record StoredKey(string Name, string Sha256, DateTimeOffset CreatedAt);
