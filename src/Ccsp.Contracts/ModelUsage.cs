namespace Ccsp.Contracts;

/// <summary>Tokens and cost of one model.</summary>
/// <param name="InputTokens">Input tokens, without cached ones.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="CacheReadTokens">Input tokens read from the provider's cache.</param>
/// <param name="CacheWriteTokens">Input tokens written to the provider's cache.</param>
/// <param name="CostUsd">Cost in USD as estimated by the engine.</param>
public sealed record ModelUsage(long InputTokens, long OutputTokens, long CacheReadTokens, long CacheWriteTokens, decimal CostUsd)
{
    /// <summary>Adds another usage of the same model.</summary>
    /// <param name="other">The other usage.</param>
    /// <returns>The sum.</returns>
    public ModelUsage Plus(ModelUsage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ModelUsage(
            InputTokens + other.InputTokens,
            OutputTokens + other.OutputTokens,
            CacheReadTokens + other.CacheReadTokens,
            CacheWriteTokens + other.CacheWriteTokens,
            CostUsd + other.CostUsd);
    }
}
