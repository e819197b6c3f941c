using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// One event of an engine. A closed set; events without a case are kept as <see cref="Other"/>. <see cref="Json"/> is the object as written
/// (invalid UTF-8 and lone surrogates replaced); null for plain text.
/// </summary>
internal abstract record EngineEvent
{
    private EngineEvent()
    {
    }

    public JsonElement? Json { get; init; }

    /// <summary>The CLI has started (<c>system/init</c>). Other events may precede it.</summary>
    internal sealed record Started(string? ConversationId, string? Model, string? Version, string? KeySource) : EngineEvent;

    /// <summary>A part of an assistant message: text, tool calls, or the CLI's message about a failed request.</summary>
    /// <param name="MessageId">Several parts may share one; its usage counts once.</param>
    /// <param name="Model">The model; <c>&lt;synthetic&gt;</c> for messages of the CLI itself.</param>
    /// <param name="Text">All text blocks.</param>
    /// <param name="Tools">Names of the called tools.</param>
    /// <param name="Usage">Tokens of the whole message so far; no cost.</param>
    /// <param name="Failure">Set when the message describes a failure.</param>
    internal sealed record Assistant(
        string? MessageId, string? Model, string Text, IReadOnlyList<string> Tools, ModelUsage? Usage, ApiFailure? Failure) : EngineEvent
    {
        /// <summary>Ids of the called tools; each call is in flight until its result arrives.</summary>
        public IReadOnlyList<string> ToolIds { get; init; } = [];

        /// <summary>Whether a sub-agent wrote it; its text is a tool's result, not the answer.</summary>
        public bool IsSubagent { get; init; }
    }

    /// <summary>Results of tool calls.</summary>
    internal sealed record ToolResult(int Count, bool AnyFailed) : EngineEvent
    {
        public IReadOnlyList<string> ToolIds { get; init; } = [];
    }

    /// <summary>The CLI will repeat the API request (<c>system/api_retry</c>).</summary>
    /// <param name="Attempt">1, 2, …; 2.1.329 also writes 0, repeatedly.</param>
    /// <param name="DelayMs">Its delay in milliseconds.</param>
    /// <param name="Status">HTTP status; null when there was no answer.</param>
    /// <param name="Error">For example <c>rate_limit</c>, <c>authentication_failed</c>.</param>
    internal sealed record Retry(int Attempt, int MaxRetries, long DelayMs, int? Status, string Error) : EngineEvent;

    internal sealed record RateLimit(LimitState State) : EngineEvent;

    /// <summary>The CLI's verdict on the run. Usually the last line; the process may go on.</summary>
    internal sealed record Result(ResultFacts Facts) : EngineEvent;

    /// <summary>Several events in one document (<c>--output-format json --verbose</c> writes an array).</summary>
    internal sealed record Sequence(IReadOnlyList<EngineEvent> Events) : EngineEvent;

    /// <summary>A line that is not an event.</summary>
    internal sealed record TextLine(string Line) : EngineEvent;

    /// <summary>An unknown event, or one that is not needed.</summary>
    /// <param name="Type">For example <c>system/status</c>.</param>
    internal sealed record Other(string Type) : EngineEvent;
}
