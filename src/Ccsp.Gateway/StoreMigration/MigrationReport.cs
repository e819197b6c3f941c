namespace Ccsp.Gateway.StoreMigration;

/// <param name="From">The old store.</param>
/// <param name="To">The new store.</param>
/// <param name="Kinds">What was copied and verified; empty when an earlier move only had to be completed.</param>
internal sealed record MigrationReport(string From, string To, IReadOnlyList<MigratedKind> Kinds);
