namespace Ccsp.Gateway.Configuration;

/// <summary>Something that stops the start.</summary>
/// <param name="Source">Where it was written.</param>
/// <param name="Path">The key it is about; empty where it is about the whole source.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigFinding(ConfigSource Source, string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? $"{Source}: {Message}" : $"{Source}: {Path}: {Message}";
}
