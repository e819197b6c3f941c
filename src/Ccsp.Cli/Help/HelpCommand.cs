using System.CommandLine;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;

namespace Ccsp.Cli.Help;

/// <summary><c>ccsp help</c>: the overview, the help of a command, or the whole reference as Markdown for the documentation.</summary>
internal static class HelpCommand
{
    public static Command Create(Shell shell)
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print the reference of all commands as Markdown" };
        var words =
            new Argument<string[]>("COMMAND") { Description = "The command's words, such as tasks list", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Show the help of a command") { words, markdown };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(markdown))
                return CommandLine.RunAsync([.. parsed.GetValue(words) ?? [], "--help"], shell, cancellationToken);
            Reference.Write((RootCommand)parsed.RootCommandResult.Command, shell.Out);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
