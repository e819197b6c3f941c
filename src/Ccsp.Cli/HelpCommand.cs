using System.CommandLine;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary><c>ccsp help</c>: the overview, or the whole reference as Markdown for the documentation.</summary>
internal static class HelpCommand
{
    public static Command Create(Shell shell)
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print the reference of all commands as Markdown" };
        var command = new Command("help", "Show help") { markdown };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            var root = (RootCommand)parsed.RootCommandResult.Command;
            if (parsed.GetValue(markdown))
            {
                Reference.Write(root, shell.Out);
                return ExitCodes.Done;
            }

            return await root.Parse("--help").InvokeAsync(new InvocationConfiguration { Output = shell.Out, Error = shell.Error }, stop);
        });
        return command;
    }
}
