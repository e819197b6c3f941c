namespace Ccsp.Gateway.Engines;

/// <summary>A file whose content goes before the prompt. Read at the start of the run by whoever starts it.</summary>
/// <param name="Path">As the caller wrote it.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record IncludedFile(string Path, ReadOnlyMemory<byte> Content);
