namespace Ccsp.Gateway.Configuration;

/// <summary>A problem that prevents the start.</summary>
/// <param name="Source">Where the value was written.</param>
/// <param name="Path">The key; empty when the finding is about the whole source.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigFinding(ConfigSource Source, string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? $"{Source}: {Message}" : $"{Source}: {Path}: {Message}";
}
