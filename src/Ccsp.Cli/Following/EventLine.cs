using System.Globalization;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli.Following;

/// <summary>Formats an event as one line for people.</summary>
internal static class EventLine
{
    private static readonly string[] Explaining = ["reason", "message", "waitReason", "waitUntil", "class", "state"];

    /// <returns>Null for events that are not shown.</returns>
    public static string? Of(EventEnvelope received)
    {
        if (received.Type is EventTypes.TaskOutput)
            return null;
        var run = received.Run is { } number ? string.Create(CultureInfo.InvariantCulture, $" (run {number})") : "";
        var facts = received.Data is { ValueKind: JsonValueKind.Object } data
            ? string.Join(", ", Explaining.Select(name => Text(data, name)).Where(text => text is not null))
            : "";
        return facts.Length == 0 ? received.Type + run : $"{received.Type}{run}: {facts}";
    }

    /// <summary>The event in a sentence.</summary>
    public static string? Message(EventEnvelope received) =>
        received.Data is { ValueKind: JsonValueKind.Object } data ? Text(data, "message") : null;

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? value.ToString()
            : null;
}
