namespace Ccsp.Gateway.StoreMigration;

/// <summary>What was moved.</summary>
/// <param name="From">The store that was left, in words.</param>
/// <param name="To">The store that counts from now on, in words.</param>
/// <param name="Kinds">What arrived and was read back; none when an earlier move only had to be ended.</param>
internal sealed record MigrationReport(string From, string To, IReadOnlyList<MigratedKind> Kinds);
