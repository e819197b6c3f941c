using System.Text;
using System.Text.Json;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>
/// Parses one line of Claude Code's output. Field names are those of versions 2.1.197 and 2.1.329; field order and the set of types differ
/// between versions, so nothing depends on them.
/// </summary>
internal static class StreamLine
{
    /// <summary>A day in milliseconds: a larger value is an error and would overflow a time.</summary>
    private const long LongestDelay = 24 * 60 * 60 * 1000;

    public static EngineEvent Parse(ReadOnlySpan<byte> line, OutputFormat format)
    {
        if (format == OutputFormat.Text)
            return new EngineEvent.TextLine(Encoding.UTF8.GetString(line));
        if (JsonLine.Read(line) is not { } json)
            return Rescue(line);
        return json.ValueKind == JsonValueKind.Array
            ? new EngineEvent.Sequence([.. json.EnumerateArray().Select(Read)]) { Json = json }
            : Read(json);
    }

    /// <summary>Recovers events from a line with terminal sequences, a byte order mark, a notice, or two events.</summary>
    private static EngineEvent Rescue(ReadOnlySpan<byte> line) => NoisyLine.Events(line) switch
    {
        [] => new EngineEvent.TextLine(Encoding.UTF8.GetString(line)),
        [var one] => Read(one),
        var several => new EngineEvent.Sequence([.. several.Select(Read)]),
    };

    private static EngineEvent Read(JsonElement json)
    {
        var type = json.TextOf("type");
        EngineEvent read = (type, json.TextOf("subtype")) switch
        {
            ("system", "init") => new EngineEvent.Started(
                json.TextOf("session_id"), json.TextOf("model"), json.TextOf("claude_code_version"), json.TextOf("apiKeySource")),
            ("system", "api_retry") => new EngineEvent.Retry(
                json.Small("attempt") ?? 0, json.Small("max_retries") ?? 0, Math.Clamp(json.Whole("retry_delay_ms") ?? 0, 0, LongestDelay),
                json.Small("error_status"), json.TextOf("error") ?? "unknown"),
            ("rate_limit_event", _) => new EngineEvent.RateLimit(LimitOf(json.Field("rate_limit_info") ?? json)),
            ("assistant", _) => AssistantOf(json),
            ("user", _) => ToolResultOf(json),
            ("result", var subtype) => new EngineEvent.Result(ResultLine.Read(json, subtype)),
            (null, _) => new EngineEvent.Other("unknown"),
            (_, null) => new EngineEvent.Other(type),
            var (_, subtype) => new EngineEvent.Other($"{type}/{subtype}"),
        };
        return read with { Json = json };
    }

    private static EngineEvent.Assistant AssistantOf(JsonElement json)
    {
        var message = json.Field("message") ?? json;
        var text = new StringBuilder();
        var tools = new List<string>();
        var calls = new List<string>();
        foreach (var block in message.Items("content"))
        {
            if (block.TextOf("type") == "text")
                text.Append(block.TextOf("text"));
            else if (block.TextOf("type") == "tool_use")
            {
                tools.Add(block.TextOf("name") ?? "unknown");
                if (block.TextOf("id") is { } call)
                    calls.Add(call);
            }
        }

        var failure = json.TextOf("error") is { } error
            ? new ApiFailure(error, json.TextOf("api_error"), json.TextOf("api_error_type"), json.Small("api_error_status"))
            : null;
        var usage = message.Field("usage") is { } tokens ? UsageFields.OfMessage(tokens) : null;
        return new EngineEvent.Assistant(message.TextOf("id"), message.TextOf("model"), text.ToString(), tools, usage, failure)
        {
            ToolIds = calls,
            IsSubagent = json.TextOf("parent_tool_use_id") is not null,
        };
    }

    private static EngineEvent ToolResultOf(JsonElement json)
    {
        var results = (json.Field("message") ?? json).Items("content").Where(block => block.TextOf("type") == "tool_result").ToList();
        return results.Count == 0
            ? new EngineEvent.Other("user")
            : new EngineEvent.ToolResult(results.Count, results.Any(block => block.Flag("is_error")))
            {
                ToolIds = [.. results.Select(block => block.TextOf("tool_use_id")).OfType<string>()],
            };
    }

    private static LimitState LimitOf(JsonElement state)
    {
        var windows = new Dictionary<string, WindowState>(StringComparer.Ordinal);
        if (state.Field("unifiedWindows") is { ValueKind: JsonValueKind.Object } all)
        {
            foreach (var window in all.EnumerateObject())
                windows[window.Name] = new WindowState(
                    window.Value.Number("utilization"), window.Value.Epoch("resetsAt"), window.Value.TextOf("status"));
        }

        return new LimitState(
            state.TextOf("status") ?? "unknown", state.TextOf("rateLimitType"), state.Epoch("resetsAt"), state.Number("utilization"),
            state.Flag("isUsingOverage"), windows, state.TextOf("errorCode"))
        {
            OverageDisabledReason = state.TextOf("overageDisabledReason"),
        };
    }
}
