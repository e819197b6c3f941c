using System.Text.Json;

namespace Ccsp.Gateway.Storage;

/// <summary>
/// Marks a store under migration, so that no gateway opens the wrong one of two copies, however the migration is interrupted.
/// </summary>
/// <param name="Move">Identifies the migration.</param>
/// <param name="Other">Description of the other store.</param>
/// <param name="Complete">In the new store: whether everything has arrived.</param>
internal sealed record MigrationMark(string Move, string Other, DateTimeOffset At, bool Complete = false)
{
    /// <summary>Key of the mark in a store that was left.</summary>
    public const string Moved = "moved";

    /// <summary>Key of the mark in a store that is being filled.</summary>
    public const string Arriving = "arriving";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, MigrationMarkJson.Default.MigrationMark);

    public static MigrationMark Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, MigrationMarkJson.Default.MigrationMark)!;
}
