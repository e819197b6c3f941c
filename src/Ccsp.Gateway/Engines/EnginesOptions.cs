namespace Ccsp.Gateway.Engines;

/// <summary>The engines by name, as the configuration has them. <c>claude</c> is always there.</summary>
internal sealed record EnginesOptions
{
    public IReadOnlyDictionary<string, EngineOptions> Engines { get; set; } = new Dictionary<string, EngineOptions>();

    /// <summary>Every mistake, all together.</summary>
    public IReadOnlyList<string> Problems() => [.. Engines.SelectMany(entry => entry.Value.Problems(entry.Key))];
}
