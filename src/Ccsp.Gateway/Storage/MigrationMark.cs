using System.Text.Json;

namespace Ccsp.Gateway.Storage;

/// <summary>Stands in a store that a move concerns, so that no gateway takes up the wrong one of two copies, however the move was
/// interrupted.</summary>
/// <param name="Move">Which move.</param>
/// <param name="Other">The store at its other end, in words.</param>
/// <param name="At">When the mark was made.</param>
/// <param name="Complete">Of a store that is being filled: everything has arrived.</param>
internal sealed record MigrationMark(string Move, string Other, DateTimeOffset At, bool Complete = false)
{
    /// <summary>Under this name in a store that was moved away.</summary>
    public const string Moved = "moved";

    /// <summary>Under this name in a store that is being filled.</summary>
    public const string Arriving = "arriving";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, MigrationMarkJson.Default.MigrationMark);

    public static MigrationMark Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, MigrationMarkJson.Default.MigrationMark)!;
}
