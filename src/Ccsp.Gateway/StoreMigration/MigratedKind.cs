namespace Ccsp.Gateway.StoreMigration;

/// <param name="Name">What they are, in the plural.</param>
/// <param name="Count">How many.</param>
/// <param name="Digest">SHA-256 over all of them, in hexadecimal; the same of what left and what was read back.</param>
internal sealed record MigratedKind(string Name, long Count, string Digest);
