namespace Ccsp.Gateway.StoreMigration;

/// <param name="Name">Plural name.</param>
/// <param name="Digest">SHA-256 over all of them in hexadecimal, equal in both stores.</param>
internal sealed record MigratedKind(string Name, long Count, string Digest);
