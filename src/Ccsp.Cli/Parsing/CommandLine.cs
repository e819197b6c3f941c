using System.CommandLine;
using System.CommandLine.Parsing;
using Ccsp.Cli.Claude;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Config;
using Ccsp.Cli.Emergency;
using Ccsp.Cli.Gates;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Help;
using Ccsp.Cli.MigrateStore;
using Ccsp.Cli.Notify;
using Ccsp.Cli.Queue;
using Ccsp.Cli.Serve;
using Ccsp.Cli.Sessions;
using Ccsp.Cli.Submitting;
using Ccsp.Cli.Tasks;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Parsing;

/// <summary>The command tree; parses and runs a command line.</summary>
internal static class CommandLine
{
    // A prompt may start with @, which must not be read as a response file.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create(Shell shell)
    {
        var connection = new Connection();
        var root = new RootCommand("Queues, runs and supervises coding-agent CLIs")
        {
            ServeCommand.Create(shell),
            RunCommand.Create(shell, connection),
            SubmitCommand.Create(shell, connection),
            TasksCommand.Create(shell, connection),
            QueueCommand.Create(shell, connection),
            GatesCommand.Create(shell, connection),
            NotifyCommand.Create(shell, connection),
            StopCommand.Create(shell, connection),
            SessionsCommand.Create(shell, connection),
            ProfilesCommand.Create(shell, connection),
            InstancesCommand.Create(shell, connection),
            MigrateStoreCommand.Create(shell),
            ConfigCommand.Create(shell),
            ClaudeCommand.Create(),
            VersionCommand.Create(shell, connection),
            CompletionCommand.Create(shell),
            HelpCommand.Create(shell),
        };
        connection.AddTo(root);
        HelpText.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var shell = Shell.OfProcess();
        if (args.Any(word => word.Contains('\uFFFD', StringComparison.Ordinal)) && ProcessArguments.Last(args.Length) is { } raw
            && ProcessArguments.FirstBroken(raw) is { } place)
            return Failures.Say(
                shell, $"word {place} of the command line is not UTF-8 and would arrive changed; a prompt in another encoding can be piped "
                    + "through iconv", ExitCodes.Usage);
        using var interrupts = new Interrupts(shell.ExitHook);
        return await RunAsync(args, shell, interrupts.Stop);
    }

    public static Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellationToken) =>
        Failures.GuardAsync(shell, async () =>
    {
        var parsed = Create(shell).Parse(args, Parsing);
        if (args.Length == 0)
        {
            await parsed.RootCommandResult.Command.Parse("--help")
                .InvokeAsync(new InvocationConfiguration { Output = shell.Error }, cancellationToken);
            return ExitCodes.Usage;
        }

        if (!IsDirective(args) && MissingValues.In(args, parsed).ToList() is { Count: > 0 } missing)
            return SayUsage(parsed, shell, missing);
        if (!IsDirective(args) && IsMisspelt(parsed))
            return SayUsage(parsed, shell, UsageErrors.Of(parsed, AllErrors(args, parsed)));
        if (AsksGateway(parsed))
        {
            MisspeltVariables.Warn(shell);
            if (CallerZone.WhyUnknown(shell) is { } unknown)
                shell.Error.WriteLine($"ccsp: {unknown}; times are shown in UTC");
        }

        var invocation = new InvocationConfiguration
        {
            Output = shell.Out,
            Error = shell.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (GatewayException ex) when (new FlagNames(parsed.CommandResult.Command).Sentence(ex) is { } sentence)
        {
            return Failures.Say(shell, sentence, ex.ExitCode);
        }
    });

    /// <summary>A request for help may omit required arguments, but the command must exist.</summary>
    private static bool IsMisspelt(ParseResult parsed) => parsed.Action is HelpText
        ? parsed.UnmatchedTokens.Count > 0
        : parsed.Errors.Count > 0 || MistypedOptions.In(parsed).Any();

    private static bool AsksGateway(ParseResult parsed) =>
        parsed.Action is not HelpText
        && CommandPath.Of(parsed.CommandResult).Split(' ') is not (["ccsp"] or [_, "serve" or "config" or "completion" or "help", ..]);

    /// <summary>After an error that concerns the whole command, the parser does not check the options' values.</summary>
    private static List<ParseError> AllErrors(string[] args, ParseResult parsed)
    {
        parsed.CommandResult.Command.Validators.Clear();
        var ofValues = parsed.RootCommandResult.Command.Parse(args, Parsing).Errors.ToList();
        return [.. ofValues, .. parsed.Errors.Where(error => ofValues.TrueForAll(known => known.Message != error.Message))];
    }

    private static bool IsDirective(string[] args) => args is [['[', ..], ..];

    private static int SayUsage(ParseResult parsed, Shell shell, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            shell.Error.WriteLine("ccsp: " + line);
        shell.Error.WriteLine($"See '{CommandPath.Of(parsed.CommandResult)} --help'.");
        return ExitCodes.Usage;
    }
}
