using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Ccsp.Cli.Tasks;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Submitting;

/// <summary>The options that describe a task, for <c>run</c> and <c>submit</c>: every field of a submission.</summary>
internal sealed class SubmissionOptions
{
    private readonly Option<string?> _model = new("--model", "-m") { Description = "Model, in the engine's own words", HelpName = "MODEL" };
    private readonly Option<string?> _fallback =
        new("--fallback-model") { Description = "Model to fall back to when the first is overloaded", HelpName = "MODEL" };
    private readonly Option<string?> _priority =
        new("--priority", "-p") { Description = "urgent, high, normal or low", HelpName = "PRIORITY" };
    private readonly Option<string?> _engine = new("--engine") { Description = "Engine that runs it", HelpName = "ENGINE" };
    private readonly Option<string?> _agent =
        new("--agent") { Description = "On whose behalf it runs; else CCSP_AGENT", HelpName = "AGENT" };
    private readonly Option<string?> _type = new("--type") { Description = "A free word to filter by", HelpName = "TYPE" };
    private readonly Option<string?> _directory =
        new("--cwd") { Description = "Working directory; else a fresh empty folder", HelpName = "DIR" };
    private readonly Option<string?> _directoryMode =
        new("--directory-mode") { Description = "exclusive: one run at a time in the working directory; or shared", HelpName = "MODE" };
    private readonly Option<bool> _shared = new("--shared") { Description = "The same as --directory-mode shared" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Login or key it runs under", HelpName = "PROFILE" };
    private readonly Option<string?> _group = new("--group") { Description = "Fairness key; else the agent", HelpName = "GROUP" };
    private readonly Option<string?> _system =
        new("--system-prompt") { Description = "Replaces the engine's system prompt", HelpName = "TEXT" };
    private readonly Option<string?> _systemFile = new("--system-prompt-file") { Description = "The same from a file", HelpName = "FILE" };
    private readonly Option<string?> _append =
        new("--append-system-prompt") { Description = "Is added to the engine's system prompt", HelpName = "TEXT" };
    private readonly Option<string?> _appendFile =
        new("--append-system-prompt-file") { Description = "The same from a file", HelpName = "FILE" };
    private readonly Option<string[]> _include =
        new("--include") { Description = "File whose content is put before the prompt; may be repeated", HelpName = "FILE" };
    private readonly Option<string[]> _allowed =
        new("--allowed-tools") { Description = "Tools that need no permission, separated by commas or repeated", HelpName = "TOOLS" };
    private readonly Option<string[]> _disallowed =
        new("--disallowed-tools") { Description = "Tools that are refused", HelpName = "TOOLS" };
    private readonly Option<string?> _permission =
        new("--permission-mode") { Description = "The engine's permission mode", HelpName = "MODE" };
    private readonly Option<string?> _mcp =
        new("--mcp-config") { Description = "MCP servers: a JSON object, or a file that holds one", HelpName = "JSON|FILE" };
    private readonly Option<string?> _schema = new("--schema", "--json-schema")
    {
        Description = "JSON schema the answer must follow: the object, or a file that holds it",
        HelpName = "JSON|FILE",
    };
    private readonly Option<string[]> _env = new("--env", "-e")
    {
        Description = "Variable of the run: NAME=VALUE, or NAME with its value here; may be repeated",
        HelpName = "NAME=VALUE",
    };
    private readonly Option<string[]> _metadata =
        new("--metadata") { Description = "A fact of your own, kept and given back; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<int?> _timeout = TimeOptions.Seconds("--timeout", "Wall deadline of each run");
    private readonly Option<int?> _turns = new("--max-turns") { Description = "Turn limit of each run", HelpName = "N" };
    private readonly Option<decimal?> _budget = AmountOption.Of("--max-budget-usd", "Spending limit of each run");
    private readonly Option<int?> _retries = new("--retries")
    {
        Description = "At most N more runs after one that ended badly, however (0: none); a limit, a login and a lost machine do not count",
        HelpName = "N",
    };
    private readonly Option<string?> _resume =
        new("--resume") { Description = "Conversation, or task whose conversation is continued", HelpName = "ID" };
    private readonly Option<bool> _hold = new("--hold") { Description = "Wait for approval by a person" };
    private readonly Option<string[]> _after =
        new("--after") { Description = "Task that must end first; may be repeated", HelpName = "ID" };
    private readonly Option<string?> _onFailure = new("--on-parent-failure")
    {
        Description = "When one of them does not succeed: fail (as when absent) or continue",
        HelpName = "WHAT",
    };
    private readonly Option<DateTimeOffset?> _runAt;
    private readonly Option<DateTimeOffset?> _startBefore;
    private readonly Option<string?> _durability =
        new("--durability") { Description = "The least that is accepted: memory, disk or replicated", HelpName = "LEVEL" };
    private readonly Option<string?> _idempotency =
        new("--idempotency-key") { Description = "Makes a repeated call find the same task", HelpName = "TEXT" };

    private readonly Argument<string?> _prompt = new("PROMPT")
    {
        Description = "The prompt; what is piped in follows it. - or nothing: all of it comes from standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public SubmissionOptions(Shell shell)
    {
        _runAt = TimeOptions.Coming("--run-at", "Not before this time", shell);
        _startBefore = TimeOptions.Coming("--start-before", "Expires if it has not started by then", shell);
        _priority.AcceptOnlyFromAmong([.. EnumNames<Priority>.All]);
        _directoryMode.AcceptOnlyFromAmong([.. EnumNames<DirectoryMode>.All]);
        _onFailure.AcceptOnlyFromAmong([.. EnumNames<ParentFailure>.All]);
        _durability.AcceptOnlyFromAmong([.. EnumNames<Durability>.All]);
    }

    public void AddTo(Command command)
    {
        command.Add(_prompt);
        Option[] options =
        [
            _model, _fallback, _priority, _engine, _agent, _type, _profile, _group, _directory, _directoryMode, _shared, _include, _system,
            _systemFile, _append,
            _appendFile, _allowed, _disallowed, _permission, _mcp, _schema, _env, _metadata, _timeout, _turns, _budget, _retries, _resume,
            _hold, _after,
            _onFailure, _runAt, _startBefore, _durability, _idempotency,
        ];

        // An empty text adds nothing, and a tool list may come from an empty variable.
        Option[] mayBeEmpty = [_append, _allowed, _disallowed];
        foreach (var option in options)
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_shared) is not null && result.GetResult(_directoryMode) is not null)
                result.AddError("--shared and --directory-mode exclude each other");
            if (result.GetResult(_onFailure) is not null && result.GetResult(_after) is null)
                result.AddError("--on-parent-failure belongs to --after");
            foreach (var option in options.Except(mayBeEmpty).Where(option => IsEmpty(result.GetResult(option))))
                result.AddError($"{option.Name} is empty: give it a value or leave it out");
        });
    }

    public string? IdempotencyKey(ParseResult parsed) => parsed.GetValue(_idempotency);

    public async Task<TaskSubmission> ReadAsync(ParseResult parsed, Shell shell, GatewayClient client, CancellationToken cancellationToken)
    {
        // Errors that do not depend on the gateway are reported before it is called, whether or not it is running.
        var task = Described(parsed, shell) with {
            Prompt = await PromptInput.ReadAsync(parsed.GetValue(_prompt), shell, cancellationToken) };
        return task with
        {
            DependsOn = parsed.GetValue(_after) is { Length: > 0 } parents
                ? await TaskReference.FindAllAsync(client, shell, parents, cancellationToken)
                : null,
            Resume = parsed.GetValue(_resume) is { } resumed ? await TaskReference.FindAsync(client, shell, resumed, cancellationToken)
                : null,
        };
    }

    private TaskSubmission Described(ParseResult parsed, Shell shell) => new()
    {
        Model = parsed.GetValue(_model),
        FallbackModel = parsed.GetValue(_fallback),
        Priority = EnumValue<Priority>(parsed, _priority),
        Engine = parsed.GetValue(_engine),
        Agent = parsed.GetValue(_agent) ?? shell.Variable("CCSP_AGENT"),
        Type = parsed.GetValue(_type),
        WorkingDirectory = parsed.GetValue(_directory) is { } directory ? shell.Absolute(directory) : null,
        DirectoryMode = parsed.GetValue(_shared) ? DirectoryMode.Shared : EnumValue<DirectoryMode>(parsed, _directoryMode),
        Profile = parsed.GetValue(_profile),
        Group = parsed.GetValue(_group),
        SystemPrompt = ValueFiles.TextOrFile("--system-prompt", parsed.GetValue(_system), parsed.GetValue(_systemFile), shell),
        AppendSystemPrompt = ValueFiles.TextOrFile("--append-system-prompt", parsed.GetValue(_append), parsed.GetValue(_appendFile), shell),
        IncludeFiles = parsed.GetValue(_include) is { Length: > 0 } files ? [.. files.Select(file => shell.Absolute(file))] : null,
        AllowedTools = ToolNames.Of(parsed.GetValue(_allowed)),
        DisallowedTools = ToolNames.Of(parsed.GetValue(_disallowed)),
        PermissionMode = parsed.GetValue(_permission),
        McpConfig = ValueFiles.Json("--mcp-config", parsed.GetValue(_mcp), shell),
        OutputSchema = ValueFiles.Json("--schema", parsed.GetValue(_schema), shell),
        Env = NamedValues.Read("--env", parsed.GetValue(_env), name => OwnVariable(name, shell)),
        Metadata = NamedValues.Read("--metadata", parsed.GetValue(_metadata))
            ?.ToDictionary(
                fact => fact.Key, fact => JsonSerializer.SerializeToElement(fact.Value, CcspJson.Wire.String), StringComparer.Ordinal),
        TimeoutSeconds = parsed.GetValue(_timeout),
        MaxTurns = parsed.GetValue(_turns),
        MaxBudgetUsd = parsed.GetValue(_budget),
        Retries = parsed.GetValue(_retries),
        Hold = parsed.GetValue(_hold) ? true : null,
        OnParentFailure = EnumValue<ParentFailure>(parsed, _onFailure),
        RunAt = parsed.GetValue(_runAt),
        StartBefore = parsed.GetValue(_startBefore),
        Durability = EnumValue<Durability>(parsed, _durability),
    };

    private static bool IsEmpty(OptionResult? given) => given?.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) == true;

    private static T? EnumValue<T>(ParseResult parsed, Option<string?> option)
        where T : struct, Enum => EnumNames<T>.TryParse(parsed.GetValue(option), out var word) ? word : null;

    private static string OwnVariable(string name, Shell shell) => shell.Environment.TryGetValue(name, out var value)
        ? value
        : throw CliFailure.Usage($"--env: {name} is not set here; write {name}=VALUE");
}
