namespace Ccsp.Gateway.Configuration;

/// <summary>A problem that prevents the start.</summary>
/// <param name="Source">Where the value was written.</param>
/// <param name="Path">The key; empty when the finding is about the whole source.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigFinding(ConfigSource Source, string Path, string Message)
{
    /// <summary>By source, in the order in which values are read; in a file by line; last what is written nowhere.</summary>
    public static IReadOnlyList<ConfigFinding> InOrder(IEnumerable<ConfigFinding> findings) =>
    [
        .. findings.OrderBy(finding => finding.Source.Layer == Layer.Default).ThenBy(finding => finding.Source.Layer)
            .ThenBy(finding => finding.Source.Line).ThenBy(finding => finding.Source.Column),
    ];

    public override string ToString() => Path.Length == 0 ? $"{Source}: {Message}" : $"{Source}: {Path}: {Message}";
}
