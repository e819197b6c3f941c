using System.CommandLine;
using Ccsp.Cli.Terminal;

namespace Ccsp.Cli.Commands;

/// <summary>A command with subcommands that alone does what the one does that shows most of it.</summary>
internal static class ListingCommand
{
    /// <param name="description">What it is for.</param>
    /// <param name="first">The subcommand it stands for; takes nothing it cannot do without.</param>
    /// <param name="others">All other subcommands.</param>
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
