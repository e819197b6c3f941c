using System.CommandLine;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Commands;

/// <summary>A command with subcommands that on its own behaves like the most informative one.</summary>
internal static class ListingCommand
{
    /// <param name="first">The subcommand it defaults to; must have no required arguments.</param>
    public static Command Create(string name, string description, Command first, params ReadOnlySpan<Command> others)
    {
        var command = new Command(name, description) { first };
        foreach (var other in others)
            command.Subcommands.Add(other);
        command.Options.Add(JsonOutput.Option);
        command.Action = first.Action;
        return command;
    }
}
