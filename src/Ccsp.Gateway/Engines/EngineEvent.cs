using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// One thing an engine said. A closed set; what no case names is <see cref="Other"/> and is kept. <see cref="Json"/> is the object as the
/// engine wrote it (invalid UTF-8 and lone surrogates replaced), for whoever shows the output; null for plain text.
/// </summary>
internal abstract record EngineEvent
{
    private EngineEvent()
    {
    }

    public JsonElement? Json { get; init; }

    /// <summary>The CLI is up (<c>system/init</c>). Other events may precede it.</summary>
    internal sealed record Started(string? ConversationId, string? Model, string? Version, string? KeySource) : EngineEvent;

    /// <summary>A piece of an assistant message: text, tool calls, or the CLI's own words about a failed request.</summary>
    /// <param name="MessageId">Several pieces may share one; its usage counts once.</param>
    /// <param name="Model">The model, <c>&lt;synthetic&gt;</c> for the CLI's own words.</param>
    /// <param name="Text">All text blocks.</param>
    /// <param name="Tools">Names of the tools called.</param>
    /// <param name="Usage">Tokens of the whole message so far; no cost.</param>
    /// <param name="Failure">Set when this is the CLI's account of a failure.</param>
    internal sealed record Assistant(
        string? MessageId, string? Model, string Text, IReadOnlyList<string> Tools, ModelUsage? Usage, ApiFailure? Failure) : EngineEvent
    {
        /// <summary>Ids of the tools called; each is in flight until its result comes.</summary>
        public IReadOnlyList<string> ToolIds { get; init; } = [];

        /// <summary>Said by an agent the main one called; its text is a tool's result, not the answer.</summary>
        public bool IsSubagent { get; init; }
    }

    /// <summary>Results of tool calls.</summary>
    internal sealed record ToolResult(int Count, bool AnyFailed) : EngineEvent
    {
        /// <summary>The calls they belong to.</summary>
        public IReadOnlyList<string> ToolIds { get; init; } = [];
    }

    /// <summary>The CLI will ask the API again (<c>system/api_retry</c>).</summary>
    /// <param name="Attempt">1, 2, …; 2.1.329 also says 0, repeatedly.</param>
    /// <param name="DelayMs">What it waits.</param>
    /// <param name="Status">HTTP status; null when there was no answer.</param>
    /// <param name="Error">For example <c>rate_limit</c>, <c>authentication_failed</c>.</param>
    internal sealed record Retry(int Attempt, int MaxRetries, long DelayMs, int? Status, string Error) : EngineEvent;

    /// <summary>The state of the subscription's windows changed.</summary>
    internal sealed record RateLimit(LimitState State) : EngineEvent;

    /// <summary>The run's verdict by the CLI itself. Usually the last line; the process may live on.</summary>
    internal sealed record Result(ResultFacts Facts) : EngineEvent;

    /// <summary>Several events in one document (<c>--output-format json --verbose</c> writes an array).</summary>
    internal sealed record Sequence(IReadOnlyList<EngineEvent> Events) : EngineEvent;

    /// <summary>A line that is no event.</summary>
    internal sealed record TextLine(string Line) : EngineEvent;

    /// <summary>An event of a kind nobody here needs, or knows.</summary>
    /// <param name="Type">For example <c>system/status</c>.</param>
    internal sealed record Other(string Type) : EngineEvent;
}
