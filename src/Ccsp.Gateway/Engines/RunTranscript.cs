using System.Text;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// The state of a run, folded from its events in order; owned by the follower of the spool. Bounded: counters, the last event of each kind,
/// and of plain text the beginning (the result) and the end (the evidence).
/// </summary>
/// <param name="format">Decides whether plain text is the result.</param>
/// <param name="resumed">Whether the process resumes an earlier conversation.</param>
internal sealed class RunTranscript(OutputFormat format, bool resumed = false)
{
    /// <summary>Characters of a plain-text result; the rest stays in the spool.</summary>
    public const int ResultCharacters = 1 << 20;

    private const int TailCharacters = 16 << 10;

    /// <summary>A week in milliseconds: no run lasts longer, whatever delay is reported.</summary>
    private const long LongestSleepMs = 7L * 86_400_000;

    private readonly MessageUsage _messages = new();
    private readonly Dictionary<string, ModelUsage> _modelsSinceStart = new(StringComparer.Ordinal);
    private readonly ToolsInFlight _tools = new();
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private bool _modelsReported;
    private string? _answerId;

    public OutputFormat Format { get; } = format;

    public bool Resumed { get; } = resumed;

    public long Events { get; private set; }

    /// <summary>Whether it wrote anything but plain text, which shows that the engine has started.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>The engine's id of the conversation.</summary>
    public string? ConversationId { get; private set; }

    public string? Model { get; private set; }

    public string? EngineVersion { get; private set; }

    public LimitState? LastLimit { get; private set; }

    public EngineEvent.Retry? LastRetry { get; private set; }

    /// <summary>Retries because of a refused sign-in since the API's last answer.</summary>
    public int LoginRetries { get; private set; }

    /// <summary>Retries because of throttling or overload since the API's last answer.</summary>
    public int ThrottleRetries { get; private set; }

    /// <summary>The CLI's description of the last failed request; cleared by an answer.</summary>
    public ApiFailure? Failure { get; private set; }

    /// <summary>The text that accompanied <see cref="Failure"/>.</summary>
    public string? FailureText { get; private set; }

    public int ToolResults { get; private set; }

    /// <summary>Whether the engine waits for a tool and so writes nothing until its result arrives.</summary>
    public bool IsToolInFlight => _tools.Any;

    /// <summary>How long the engine sleeps before it repeats a request; null unless that was its last event.</summary>
    public TimeSpan? RetrySleep { get; private set; }

    /// <summary>Whether the model answered in this conversation.</summary>
    public bool HasAnswered => LastAnswer is not null || ToolResults > 0 || Result?.IsGood == true;

    /// <summary>The last result event; a process may write several.</summary>
    public ResultFacts? Result { get; private set; }

    /// <summary>Text of the last assistant message, for runs without a result.</summary>
    public string? LastAnswer { get; private set; }

    /// <summary>The end of the plain text.</summary>
    public string TextTail => _tail.ToString();

    /// <summary>
    /// The result: from the result event, or in text mode the whole stdout (its first <see cref="ResultCharacters"/> characters).
    /// </summary>
    public string? ResultText => Format == OutputFormat.Text ? _head.ToString() : EmptyResult ? LastAnswer : Result?.Text;

    /// <summary>Whether plain text exceeded <see cref="ResultText"/>.</summary>
    public bool IsResultCut { get; private set; }

    /// <summary>
    /// Whether a good result has no text although the stream contains the answer: seen when an overage was refused afterwards.
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
    /// Tokens and cost of this run alone. From the result event as reported; in a resumed conversation newer versions include earlier runs
    /// in cost and models, so the share since the start of this process counts. Without a result: from the messages, each id once, cost
    /// unknown.
    /// </summary>
    public RunUsage Usage()
    {
        if (Result is not { } result)
            return _messages.Sum();
        return Resumed && _modelsReported
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
            // Parts of one message arrive as several lines with one id.
            var goesOn = assistant.MessageId is not null && assistant.MessageId == _answerId;
            LastAnswer = goesOn ? Joined(LastAnswer, assistant.Text) : assistant.Text;
            _answerId = assistant.MessageId;
        }

        _messages.Add(assistant);
    }

    /// <summary>Bounded, however much a program writes under one id.</summary>
    private static string Joined(string? begun, string piece) => begun is { Length: >= ResultCharacters } ? begun : begun + piece;

    private void Conclude(ResultFacts facts)
    {
        Result = facts;
        _tools.Clear();
        ConversationId = facts.ConversationId ?? ConversationId;
        foreach (var (name, usage) in facts.ModelsSinceLast ?? new Dictionary<string, ModelUsage>())
            _modelsSinceStart[name] = _modelsSinceStart.TryGetValue(name, out var mine) ? mine.Plus(usage) : usage;
        _modelsReported |= facts.ModelsSinceLast is not null;
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
