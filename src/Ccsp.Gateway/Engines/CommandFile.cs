namespace Ccsp.Gateway.Engines;

/// <param name="Path">Absolute, inside the run's folder.</param>
/// <param name="Content">UTF-8 text.</param>
internal sealed record CommandFile(string Path, ReadOnlyMemory<byte> Content);
