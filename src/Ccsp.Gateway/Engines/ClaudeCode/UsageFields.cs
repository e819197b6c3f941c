using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>
/// Token counts in their two spellings: <c>usage</c> of a message (snake case) and <c>modelUsage</c> (camel case, with cost).
/// </summary>
internal static class UsageFields
{
    public static readonly ModelUsage Nothing = new(0, 0, 0, 0, 0);

    public static ModelUsage OfMessage(JsonElement usage) => new(
        usage.Whole("input_tokens") ?? 0,
        usage.Whole("output_tokens") ?? 0,
        usage.Whole("cache_read_input_tokens") ?? 0,
        usage.Whole("cache_creation_input_tokens") ?? 0,
        0);

    public static IReadOnlyDictionary<string, ModelUsage> OfModels(JsonElement models)
    {
        var all = new Dictionary<string, ModelUsage>(StringComparer.Ordinal);
        if (models.ValueKind != JsonValueKind.Object)
            return all;
        foreach (var model in models.EnumerateObject())
        {
            all[model.Name] = new ModelUsage(
                model.Value.Whole("inputTokens") ?? 0,
                model.Value.Whole("outputTokens") ?? 0,
                model.Value.Whole("cacheReadInputTokens") ?? 0,
                model.Value.Whole("cacheCreationInputTokens") ?? 0,
                model.Value.Money("costUSD"));
        }

        return all;
    }
}
