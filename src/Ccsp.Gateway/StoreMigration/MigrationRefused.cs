namespace Ccsp.Gateway.StoreMigration;

/// <summary>The store cannot be moved now; both stores stay as they are. The message says why and what to do.</summary>
internal sealed class MigrationRefused(string message) : Exception(message);
