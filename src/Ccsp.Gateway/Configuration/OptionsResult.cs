namespace Ccsp.Gateway.Configuration;

/// <summary>What became of loading.</summary>
internal abstract record OptionsResult
{
    private OptionsResult()
    {
    }

    /// <param name="Options">Valid as a whole.</param>
    /// <param name="Values">Every key with its value as it may be shown, and who said so.</param>
    /// <param name="Written">What was written, secrets too: never shown.</param>
    /// <param name="Files">What was read.</param>
    internal sealed record Loaded(
        GatewayOptions Options, IReadOnlyList<EffectiveValue> Values, IReadOnlyDictionary<string, ConfigValue> Written,
        IReadOnlyList<string> Files) : OptionsResult;

    /// <param name="Findings">All of them, not the first.</param>
    internal sealed record Refused(IReadOnlyList<ConfigFinding> Findings) : OptionsResult;
}
