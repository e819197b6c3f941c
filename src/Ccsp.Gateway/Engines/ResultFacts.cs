using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>The CLI's own verdict (<c>result</c> event).</summary>
internal sealed record ResultFacts
{
    /// <summary><c>success</c>, <c>error_max_turns</c>, … Failed requests end as <c>success</c> with <see cref="IsError"/>.</summary>
    public required string Subtype { get; init; }

    public required bool IsError { get; init; }

    public int? ApiStatus { get; init; }

    /// <summary>Why the turn ended; 2.1.197 writes <c>completed</c> even for failed requests.</summary>
    public string? TerminalReason { get; init; }

    public string? StopReason { get; init; }

    /// <summary>The answer, or after a failure the CLI's message to the user.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<string> Errors { get; init; } = [];

    public JsonElement? StructuredOutput { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>Tokens of <c>usage</c> (without sub-agents), cost and models of the whole conversation, as reported by the CLI.</summary>
    public required RunUsage Usage { get; init; }

    /// <summary>
    /// Models since this process's previous result, if the version reports them: in a resumed conversation <see cref="Usage"/> includes
    /// earlier runs.
    /// </summary>
    public IReadOnlyDictionary<string, ModelUsage>? ModelsSinceLast { get; init; }

    public bool IsGood => !IsError && Subtype == "success";

    /// <summary>The text for people: the answer, otherwise the errors.</summary>
    public string Message => Text is { Length: > 0 } text ? text : string.Join("; ", Errors);
}
