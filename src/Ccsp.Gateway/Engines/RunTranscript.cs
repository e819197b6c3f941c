using System.Text;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// What a run has said so far, folded from its events in order; owned by the one who follows the spool. Bounded: it keeps
/// counters, the last events of each kind, and of plain text the beginning (the result) and the end (the evidence).
/// </summary>
/// <param name="format">Decides whether plain text is the result.</param>
/// <param name="resumed">Whether the process goes on with an earlier conversation.</param>
internal sealed class RunTranscript(OutputFormat format, bool resumed = false)
{
    /// <summary>Characters of a plain-text result; more stays readable in the spool.</summary>
    public const int ResultCharacters = 1 << 20;

    private const int TailCharacters = 16 << 10;

    /// <summary>A week: no run lasts longer, whatever delay a line names.</summary>
    private const long LongestSleepMs = 7L * 86_400_000;

    private readonly MessageUsage _messages = new();
    private readonly Dictionary<string, ModelUsage> _modelsSinceStart = new(StringComparer.Ordinal);
    private readonly ToolsInFlight _tools = new();
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private bool _modelsTold;
    private string? _answerId;

    public OutputFormat Format { get; } = format;

    public bool Resumed { get; } = resumed;

    public long Events { get; private set; }

    /// <summary>Whether it said anything but plain text: the engine is up.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>The id the engine gave its conversation.</summary>
    public string? ConversationId { get; private set; }

    public string? Model { get; private set; }

    public string? EngineVersion { get; private set; }

    public LimitState? LastLimit { get; private set; }

    public EngineEvent.Retry? LastRetry { get; private set; }

    /// <summary>Retries since the API last answered with a message, refused sign-ins among them.</summary>
    public int LoginRetries { get; private set; }

    /// <summary>Retries since the API last answered with a message, throttles and overloads among them.</summary>
    public int ThrottleRetries { get; private set; }

    /// <summary>The CLI's account of the last failed request; cleared by an answer.</summary>
    public ApiFailure? Failure { get; private set; }

    /// <summary>The text that came with <see cref="Failure"/>.</summary>
    public string? FailureText { get; private set; }

    public int ToolResults { get; private set; }

    /// <summary>The engine waits for a tool, and has nothing to say until its result is there.</summary>
    public bool IsToolInFlight => _tools.Any;

    /// <summary>How long the engine sleeps before it asks the API again; null when the last thing it said was something else.</summary>
    public TimeSpan? RetrySleep { get; private set; }

    /// <summary>Whether the engine said something in its conversation.</summary>
    public bool HasAnswered => LastAnswer is not null || ToolResults > 0 || Result?.IsGood == true;

    /// <summary>The last verdict; a process may give more than one.</summary>
    public ResultFacts? Result { get; private set; }

    /// <summary>Text of the last assistant message, for a run that ended without a result.</summary>
    public string? LastAnswer { get; private set; }

    /// <summary>The end of what was written as plain text.</summary>
    public string TextTail => _tail.ToString();

    /// <summary>
    /// The result: of the result event, or for text the whole stdout (its first <see cref="ResultCharacters"/> characters).
    /// </summary>
    public string? ResultText => Format == OutputFormat.Text ? _head.ToString() : EmptyResult ? LastAnswer : Result?.Text;

    /// <summary>Whether plain text went on behind what <see cref="ResultText"/> holds.</summary>
    public bool IsResultCut { get; private set; }

    /// <summary>
    /// A good result without a text, although the answer stood in the stream: seen where an overage was refused after it.
    /// </summary>
    private bool EmptyResult =>
        Result is { IsGood: true, StructuredOutput: null } && string.IsNullOrWhiteSpace(Result.Text) && LastAnswer is not null;

    public JsonElement? StructuredOutput => Result?.StructuredOutput;

    public void Add(EngineEvent happened)
    {
        Events++;
        HasSpoken |= happened is not EngineEvent.TextLine;
        RetrySleep = happened is EngineEvent.Retry sleeping
            ? TimeSpan.FromMilliseconds(Math.Clamp(sleeping.DelayMs, 0, LongestSleepMs))
            : null;
        switch (happened)
        {
            case EngineEvent.Started started:
                ConversationId = started.ConversationId ?? ConversationId;
                Model = started.Model ?? Model;
                EngineVersion = started.Version ?? EngineVersion;
                break;
            case EngineEvent.Assistant assistant:
                Hear(assistant);
                break;
            case EngineEvent.ToolResult results:
                ToolResults += results.Count;
                _tools.Returned(results);
                break;
            case EngineEvent.Retry retry:
                LastRetry = retry;
                LoginRetries += retry.Error is "authentication_failed" or "oauth_org_not_allowed" ? 1 : 0;
                ThrottleRetries += retry.Error is "rate_limit" or "overloaded" ? 1 : 0;
                break;
            case EngineEvent.RateLimit limit:
                LastLimit = limit.State;
                break;
            case EngineEvent.Result result:
                Conclude(result.Facts);
                break;
            case EngineEvent.Sequence sequence:
                foreach (var part in sequence.Events)
                    Add(part);
                break;
            case EngineEvent.TextLine text:
                Append(text.Line);
                break;
            case EngineEvent.Other:
                break;
            default:
                throw new InvalidOperationException($"No rule for {happened.GetType().Name}.");
        }
    }

    /// <summary>
    /// Tokens and money of this run alone. From the result event, exactly as the CLI reports it; but in a resumed conversation newer
    /// versions add the earlier runs to cost and models, so there the share since the start of this process counts. Without a result: the
    /// messages, each id once, cost unknown.
    /// </summary>
    public RunUsage Usage()
    {
        if (Result is not { } result)
            return _messages.Sum();
        return Resumed && _modelsTold
            ? result.Usage with { Models = _modelsSinceStart, CostUsd = _modelsSinceStart.Values.Sum(model => model.CostUsd) }
            : result.Usage;
    }

    private void Hear(EngineEvent.Assistant assistant)
    {
        _tools.Called(assistant);
        Failure = assistant.Failure;
        if (assistant.Failure is not null)
        {
            FailureText = assistant.Text;
            return;
        }

        FailureText = null;
        LoginRetries = ThrottleRetries = 0;
        LastRetry = null;
        if (assistant is { Text.Length: > 0, IsSubagent: false })
        {
            // Pieces of one message come as several lines under one id.
            var goesOn = assistant.MessageId is not null && assistant.MessageId == _answerId;
            LastAnswer = goesOn ? Joined(LastAnswer, assistant.Text) : assistant.Text;
            _answerId = assistant.MessageId;
        }

        _messages.Add(assistant);
    }

    /// <summary>Bounded, whatever a program writes under one id.</summary>
    private static string Joined(string? begun, string piece) => begun is { Length: >= ResultCharacters } ? begun : begun + piece;

    private void Conclude(ResultFacts facts)
    {
        Result = facts;
        _tools.Clear();
        ConversationId = facts.ConversationId ?? ConversationId;
        foreach (var (name, usage) in facts.ModelsSinceLast ?? new Dictionary<string, ModelUsage>())
            _modelsSinceStart[name] = _modelsSinceStart.TryGetValue(name, out var mine) ? mine.Plus(usage) : usage;
        _modelsTold |= facts.ModelsSinceLast is not null;
    }

    private void Append(string line)
    {
        if (Format == OutputFormat.Text && _head.Length < ResultCharacters)
        {
            if (_head.Length > 0)
                _head.Append('\n');
            var kept = Math.Max(0, Math.Min(line.Length, ResultCharacters - _head.Length));
            _head.Append(line.AsSpan(0, kept));
            IsResultCut |= kept < line.Length;
        }
        else if (Format == OutputFormat.Text)
        {
            IsResultCut = true;
        }

        _tail.Append(line.AsSpan(Math.Max(0, line.Length - TailCharacters))).Append('\n');
        if (_tail.Length > 2 * TailCharacters)
            _tail.Remove(0, _tail.Length - TailCharacters);
    }
}
