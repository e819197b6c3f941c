using System.CommandLine;
using System.CommandLine.Help;
using Ccsp.Cli.Claude;
using Ccsp.Cli.Config;
using Ccsp.Cli.Emergency;
using Ccsp.Cli.Gates;
using Ccsp.Cli.Notify;
using Ccsp.Cli.Queue;
using Ccsp.Cli.Sessions;
using Ccsp.Cli.Tasks;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>The tree of commands, and one parse and run of it.</summary>
internal static class CommandLine
{
    // A prompt may start with @; it is never the name of a file with arguments.
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
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        using var interrupts = new Interrupts();
        return await RunAsync(args, Shell.OfProcess(), interrupts.Stop);
    }

    public static Task<int> RunAsync(string[] args, Shell shell, CancellationToken stop) => Failures.GuardAsync(shell, async () =>
    {
        var parsed = Create(shell).Parse(args, Parsing);
        if (args.Length == 0)
        {
            await parsed.RootCommandResult.Command.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = shell.Error }, stop);
            return ExitCodes.Usage;
        }

        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction && !IsDirective(args))
            return SayUsage(parsed, shell);
        var invocation = new InvocationConfiguration
        {
            Output = shell.Out,
            Error = shell.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, stop);
    });

    private static bool IsDirective(string[] args) => args is [['[', ..], ..];

    private static int SayUsage(ParseResult parsed, Shell shell)
    {
        foreach (var line in UsageErrors.Of(parsed))
            shell.Error.WriteLine("ccsp: " + line);
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, result.Command is RootCommand ? "ccsp" : result.Command.Name);
        shell.Error.WriteLine($"See '{string.Join(' ', names)} --help'.");
        return ExitCodes.Usage;
    }
}
