namespace Ccsp.Gateway.Configuration;

/// <summary>The result of loading.</summary>
internal abstract record OptionsResult
{
    private OptionsResult()
    {
    }

    /// <param name="Options">Valid as a whole.</param>
    /// <param name="Values">All keys with displayable values and their sources.</param>
    /// <param name="Written">The values as written, including secrets: never show them.</param>
    /// <param name="Files">The files that were read.</param>
    internal sealed record Loaded(
        GatewayOptions Options, IReadOnlyList<EffectiveValue> Values, IReadOnlyDictionary<string, ConfigValue> Written,
        IReadOnlyList<string> Files) : OptionsResult;

    /// <param name="Findings">All of them, not only the first.</param>
    internal sealed record Refused(IReadOnlyList<ConfigFinding> Findings) : OptionsResult
    {
        public IReadOnlyList<ConfigFinding> Findings { get; } = ConfigFinding.InOrder(Findings);
    }
}
