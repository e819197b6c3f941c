using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>The parts of an engine's event that people read: texts and used tools.</summary>
internal static class AgentLines
{
    /// <summary>In order; empty for events without such parts.</summary>
    public static IReadOnlyList<AgentLine> Of(EventEnvelope output)
    {
        if (output.Data is not { ValueKind: JsonValueKind.Object } data)
            return [];
        if (Text(data, "text") is { } plain)
            return [new AgentLine(plain, null, IsPlain: true)];
        return data.TryGetProperty("event", out var said) && Text(said, "type") == "assistant"
            && said.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object
            && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
                ? [.. content.EnumerateArray().Select(LineOf).OfType<AgentLine>()]
                : [];
    }

    private static AgentLine? LineOf(JsonElement part) => Text(part, "type") switch
    {
        "text" => new AgentLine(Text(part, "text"), null),
        "tool_use" => new AgentLine(null, Text(part, "name")),
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
