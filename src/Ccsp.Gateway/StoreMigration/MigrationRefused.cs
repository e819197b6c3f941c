namespace Ccsp.Gateway.StoreMigration;

/// <summary>A store cannot be moved now. The message says why and what to do; both stores count as before.</summary>
internal sealed class MigrationRefused(string message) : Exception(message);
