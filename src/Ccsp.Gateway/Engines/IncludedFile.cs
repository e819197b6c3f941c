namespace Ccsp.Gateway.Engines;

/// <summary>A file whose content precedes the prompt, read at the start of the run.</summary>
/// <param name="Path">As written by the caller.</param>
internal sealed record IncludedFile(string Path, ReadOnlyMemory<byte> Content);
