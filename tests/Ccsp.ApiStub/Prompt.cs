using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ccsp.ApiStub;

/// <summary>What a Messages request asks: model, streaming, the last prompt of the user and how many tool results followed it.</summary>
internal sealed record Prompt(string Model, bool Stream, string Text, int ToolRounds)
{
    private const string Reminder = "<system-reminder>";

    public string Head => Text.Length <= 200 ? Text : Text[..200];

    public string Tail => Text.Length <= 200 ? Text : Text[^200..];

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public static Prompt Read(JsonElement request)
    {
        var model = request.TryGetProperty("model", out var name) ? name.GetString() ?? "" : "";
        var stream = request.TryGetProperty("stream", out var flag) && flag.ValueKind == JsonValueKind.True;
        var rounds = 0;
        if (request.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            for (var i = messages.GetArrayLength() - 1; i >= 0; i--)
            {
                var message = messages[i];
                if (!message.TryGetProperty("role", out var role)
                    || !role.ValueEquals("user")
                    || !message.TryGetProperty("content", out var content))
                    continue;
                if (HoldsToolResult(content))
                    rounds++;
                else if (TextOf(content) is { Length: > 0 } text)
                    return new Prompt(model, stream, text, rounds);
            }
        }

        return new Prompt(model, stream, "", rounds);
    }

    private static bool HoldsToolResult(JsonElement content) =>
        content.ValueKind == JsonValueKind.Array
        && content.EnumerateArray().Any(block => block.TryGetProperty("type", out var type) && type.ValueEquals("tool_result"));

    /// <summary>The user's own words: the CLI puts its reminders into blocks of their own before or after them.</summary>
    private static string TextOf(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array)
            return "";
        var texts = content.EnumerateArray()
            .Where(block => block.TryGetProperty("type", out var type) && type.ValueEquals("text"))
            .Select(block => block.TryGetProperty("text", out var text) ? text.GetString() ?? "" : "")
            .Where(text => !text.StartsWith(Reminder, StringComparison.Ordinal));
        return string.Join('\n', texts);
    }
}
