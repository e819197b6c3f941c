using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>The options that describe a task, shared by <c>run</c> and <c>submit</c>.</summary>
internal sealed class SubmissionOptions
{
    private readonly Option<string?> _model = new("--model", "-m") { Description = "Model, in the engine's own words", HelpName = "MODEL" };
    private readonly Option<string?> _priority = new("--priority", "-p") { Description = "urgent, high, normal or low", HelpName = "PRIORITY" };
    private readonly Option<string?> _engine = new("--engine") { Description = "Engine that runs it", HelpName = "ENGINE" };
    private readonly Option<string?> _agent = new("--agent") { Description = "On whose behalf it runs", HelpName = "AGENT" };
    private readonly Option<string?> _directory = new("--cwd") { Description = "Working directory; else a fresh empty folder", HelpName = "DIR" };
    private readonly Option<bool> _shared = new("--shared") { Description = "Let other runs use the working directory at the same time" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Login or key it runs under", HelpName = "PROFILE" };
    private readonly Option<string?> _group = new("--group") { Description = "Fairness key; else the agent", HelpName = "GROUP" };
    private readonly Option<int?> _timeout = new("--timeout") { Description = "Wall deadline of each run", HelpName = "SECONDS" };
    private readonly Option<int?> _turns = new("--max-turns") { Description = "Turn limit of each run", HelpName = "N" };
    private readonly Option<decimal?> _budget = new("--max-budget-usd") { Description = "Spending limit of each run", HelpName = "USD" };
    private readonly Option<int?> _retries = new("--retries") { Description = "Runs more after an ending that may pass", HelpName = "N" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Conversation, or task whose conversation is continued", HelpName = "ID" };
    private readonly Option<string?> _permission = new("--permission-mode") { Description = "The engine's permission mode", HelpName = "MODE" };

    private readonly Option<string?> _idempotency = new("--idempotency-key") { Description = "Makes a repeated call find the same task", HelpName = "TEXT" };
    private readonly Argument<string?> _prompt = new("PROMPT")
    {
        Description = "The prompt; - or nothing reads it from standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public SubmissionOptions() => _priority.AcceptOnlyFromAmong([.. Words<Priority>.All]);

    public void AddTo(Command command)
    {
        command.Add(_prompt);
        Option[] options =
            [_model, _priority, _engine, _agent, _directory, _shared, _profile, _group, _timeout, _turns, _budget, _retries, _resume, _permission, _idempotency];
        foreach (var option in options)
            command.Add(option);
    }

    public string? IdempotencyKey(ParseResult parsed) => parsed.GetValue(_idempotency);

    public async Task<TaskSubmission> ReadAsync(ParseResult parsed, Shell shell, CancellationToken stop) => new()
    {
        Prompt = await PromptInput.ReadAsync(PromptOf(parsed), shell, stop),
        Model = parsed.GetValue(_model),
        Priority = Words<Priority>.TryParse(parsed.GetValue(_priority), out var priority) ? priority : null,
        Engine = parsed.GetValue(_engine),
        Agent = parsed.GetValue(_agent),
        WorkingDirectory = parsed.GetValue(_directory) is { } directory ? shell.Absolute(directory) : null,
        DirectoryMode = parsed.GetValue(_shared) ? DirectoryMode.Shared : null,
        Profile = parsed.GetValue(_profile),
        Group = parsed.GetValue(_group),
        TimeoutSeconds = parsed.GetValue(_timeout),
        MaxTurns = parsed.GetValue(_turns),
        MaxBudgetUsd = parsed.GetValue(_budget),
        Retries = parsed.GetValue(_retries),
        Resume = parsed.GetValue(_resume),
        PermissionMode = parsed.GetValue(_permission),
    };

    /// <summary>A mistyped option must not become a prompt that costs money.</summary>
    private string? PromptOf(ParseResult parsed) => MistypedOptions.In(parsed).FirstOrDefault() is { } word
        ? throw CliFailure.Usage($"'{PlainText.OneLine(word, 60)}' is no option; write -- before a prompt that starts with -")
        : parsed.GetValue(_prompt);
}
