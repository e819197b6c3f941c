using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.ApiStub;

/// <summary>
/// The rules that decide each answer: the first rule that matches and is not used up; else <see cref="Default"/>.
/// The properties are settable because generated JSON code gives every absent <c>init</c> property its type's default.
/// </summary>
internal sealed record Scenario
{
    public static readonly Scenario Echo = new();

    public IReadOnlyList<Rule> Rules { get; set; } = [];

    public Answer Default { get; set; } = new() { Text = "You said: {prompt}" };

    /// <exception cref="FormatException">Not JSON, or a field this program does not know.</exception>
    public static Scenario Parse(ReadOnlySpan<byte> json)
    {
        Scenario scenario;
        try
        {
            scenario = JsonSerializer.Deserialize(json, ScenarioJson.Default.Scenario) ?? Echo;
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }

        for (var i = 0; i < scenario.Rules.Count; i++)
        {
            if (scenario.Rules[i].Answers.Count == 0)
                throw new FormatException($"rules[{i}] has no answers");
        }

        return scenario;
    }
}

/// <summary>
/// A condition and its answers. Within one conversation the n-th answer follows the n-th tool result after the
/// prompt, so that "call Bash, then say done" is a list of two; past the end the scenario's default answers, or,
/// with <see cref="Loop"/>, the list starts again.
/// </summary>
internal sealed record Rule
{
    public Match When { get; set; } = new();

    public required IReadOnlyList<Answer> Answers { get; set; }

    /// <summary>How many requests this rule answers before it is passed over; 0 = no end.</summary>
    public int Times { get; set; }

    public bool Loop { get; set; }
}

/// <summary>All given conditions must hold; none given matches everything.</summary>
internal sealed record Match
{
    /// <summary>Substring of the last user prompt (reminders the CLI adds are not part of it).</summary>
    public string? Prompt { get; set; }

    /// <summary>Substring of the API key or bearer token.</summary>
    public string? Key { get; set; }

    /// <summary>Substring of the model name.</summary>
    public string? Model { get; set; }

    /// <summary>Only the n-th messages request since the scenario was set, counted from 1.</summary>
    public int? Request { get; set; }
}

/// <summary>How to answer one request. Without any field: an empty text.</summary>
internal sealed record Answer
{
    /// <summary>The text; <c>{prompt}</c> becomes the first 200 characters of the prompt.</summary>
    public string? Text { get; set; }

    /// <summary>The text in pieces, each sent as one delta.</summary>
    public IReadOnlyList<string>? Deltas { get; set; }

    /// <summary>Sends the whole list of deltas this many times.</summary>
    public int Repeat { get; set; } = 1;

    public int DeltaDelayMs { get; set; }

    /// <summary>A tool call at the end of the message (stop reason <c>tool_use</c>).</summary>
    public ToolCall? Tool { get; set; }

    /// <summary>Wait before the first byte.</summary>
    public int DelayMs { get; set; }

    /// <summary>An HTTP status other than 200 makes this an error answer with <see cref="ErrorType"/> and <see cref="Message"/>.</summary>
    public int Status { get; set; } = 200;

    public string ErrorType { get; set; } = "api_error";

    public string Message { get; set; } = "stub error";

    /// <summary>Response headers; a value like <c>+3600</c> becomes the epoch second that many seconds from now.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// Ends the stream early: <c>cut</c> (connection reset), <c>hang</c> (silence for ever), <c>error</c> (an SSE error event).
    /// </summary>
    public BreakKind? Break { get; set; }

    /// <summary>
    /// How many deltas are sent before <see cref="Break"/>; -1 = before the response headers, more than there are = after the whole text.
    /// </summary>
    public int BreakAfter { get; set; }

    public Usage Usage { get; set; } = new();

    public string? StopReason { get; set; }

    public string? ResponseModel { get; set; }
}

internal sealed record ToolCall(string Name, JsonElement Input);

internal sealed record Usage(int Input = 120, int? Output = null, int CacheRead = 0, int CacheWrite = 0);

[JsonConverter(typeof(JsonStringEnumConverter<BreakKind>))]
internal enum BreakKind
{
    Cut,
    Hang,
    Error,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(Scenario))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
