using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>Reads the <c>result</c> event.</summary>
internal static class ResultLine
{
    public static ResultFacts Read(JsonElement json, string? subtype) => new()
    {
        Subtype = subtype ?? "unknown",
        IsError = json.Field("is_error") is { ValueKind: not JsonValueKind.False },
        ApiStatus = json.Small("api_error_status"),
        TerminalReason = json.TextOf("terminal_reason"),
        StopReason = json.TextOf("stop_reason"),
        Text = AnswerOf(json),
        Errors = [.. json.Items("errors").Where(error => error.ValueKind == JsonValueKind.String).Select(error => error.GetString()!)],
        StructuredOutput = json.Field("structured_output"),
        ConversationId = json.TextOf("session_id"),
        Usage = UsageOf(json),
        ModelsSinceLast = json.Field("model_usage_since_last_result") is { } models ? UsageFields.OfModels(models) : null,
    };

    /// <summary>A non-text answer, from a wrapper or another program with the same output format, is kept as JSON.</summary>
    private static string? AnswerOf(JsonElement json) =>
        json.TextOf("result") ?? (json.Field("result") is { } other ? other.GetRawText() : null);

    private static RunUsage UsageOf(JsonElement json)
    {
        var tokens = json.Field("usage") is { } usage ? UsageFields.OfMessage(usage) : UsageFields.Nothing;
        return new RunUsage
        {
            InputTokens = tokens.InputTokens,
            OutputTokens = tokens.OutputTokens,
            CacheReadTokens = tokens.CacheReadTokens,
            CacheWriteTokens = tokens.CacheWriteTokens,
            CostUsd = json.Money("total_cost_usd"),
            Turns = json.Small("num_turns") ?? 0,
            DurationMs = json.Whole("duration_ms") ?? 0,
            Models = json.Field("modelUsage") is { } models ? UsageFields.OfModels(models) : new Dictionary<string, ModelUsage>(),
        };
    }
}
